package io.gatun.cuda;

import io.gatun.kernel.Indexing;
import io.gatun.kernel.View;

/// Launches indexing.cu. An index out of range is reported when the host next reads from the device.
final class CudaIndexing implements Indexing {

    private static final String FAMILY = "indexing";
    private static final int OWNED = 32; // rows and columns of a block of add_rows, as in indexing.cu
    private static final int COLUMNS = 64;

    private final Launcher launcher;
    private final IndexFaults faults;

    CudaIndexing(Launcher launcher, IndexFaults faults) {
        this.launcher = launcher;
        this.faults = faults;
    }

    @Override
    public void takeRows(View table, View ids, View y) {
        if (y.size() == 0) {
            return;
        }
        Launch launch = launcher.begin(FAMILY, "take_rows_" + y.dtype().bytes());
        launch.view(table).view(ids).view(y).int32(table.dim(0)).int32(y.dim(0)).int32(y.dim(1));
        faults.pass(launch, "takerows");
        launcher.each(launch, y.size());
    }

    @Override
    public void addRows(View x, View ids, View y) {
        if (y.size() == 0) {
            return;
        }
        Launch launch = launcher.begin(FAMILY, Launcher.named("add_rows", x.dtype()));
        launch.view(x)
                .view(ids)
                .view(y)
                .type(x.dtype())
                .int32(y.dim(0))
                .int32(x.dim(0))
                .int32(y.dim(1));
        faults.pass(launch, "addrows");
        LaunchShape shape = LaunchShape.of(Math.ceilDiv(y.dim(0), OWNED), COLUMNS);
        launcher.run(launch, shape.withRows(Math.ceilDiv(y.dim(1), COLUMNS)));
    }

    @Override
    public void gather(View x, View index, View y) {
        if (y.size() == 0) {
            return;
        }
        Launch launch = launcher.begin(FAMILY, "gather_" + y.dtype().bytes());
        launch.view(x).view(index).view(y).int64(y.size());
        launch.int32(x.dim(1)).int32(y.dim(1)).int32(y.dim(2));
        faults.pass(launch, "gather");
        launcher.each(launch, y.size());
    }

    @Override
    public void scatterAdd(View x, View index, View y) {
        if (y.size() == 0) {
            return;
        }
        Launch launch = launcher.begin(FAMILY, Launcher.named("scatter_add", x.dtype()));
        launch.view(x).view(index).view(y).type(x.dtype()).int64(y.size());
        launch.int32(y.dim(1)).int32(x.dim(1)).int32(x.dim(2));
        faults.pass(launch, "scatteradd");
        launcher.each(launch, y.size());
    }
}
