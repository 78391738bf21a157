package io.gatun.cuda;

import io.gatun.kernel.Indexing;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;

/// Launches indexing.cu and addrows.cu. An index out of range is reported when the host next reads from
/// the device.
final class CudaIndexing implements Indexing {

    private static final String FAMILY = "indexing";
    private static final String ADD = "addrows";
    private static final int OWNED = 32; // ids of a block that lists their places, as in addrows.cu
    private static final int MOST_THREADS = 1024;
    private static final int WIDTH = 128; // threads along a row, and along places
    private static final int LINES = 4;

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
        long rowBytes = (long) y.dim(1) * y.dtype().bytes();
        int unit = packed(rowBytes, table, y) ? Packs.BYTES : y.dtype().bytes();
        Launch launch = launcher.begin(FAMILY, "take_rows_" + unit);
        launch.view(table).view(ids).view(y).int32(table.dim(0)).int32(y.dim(0)).int32((int) (rowBytes / unit));
        faults.pass(launch, "takerows");
        launcher.each(launch, y.size() * y.dtype().bytes() / unit);
    }

    /// Returns whether rows of so many bytes are made of aligned packs.
    private static boolean packed(long rowBytes, View a, View b) {
        return rowBytes % Packs.BYTES == 0 && Packs.aligned(a, b);
    }

    @Override
    public void addRows(View x, View ids, View y) {
        if (y.size() == 0) {
            return;
        }
        int n = y.dim(0);
        int m = x.dim(0);
        int d = y.dim(1);
        try (Scratch begins = launcher.scratch(DType.I32, n + 1L);
                Scratch places = launcher.scratch(DType.I32, m)) {
            Launch list = launcher.begin(ADD, "list_places").view(ids);
            list.view(begins.view(n + 1)).view(places.view(m)).int32(n).int32(m);
            faults.pass(list, "addrows");
            int threads = Math.clamp(Math.ceilDiv(m, 32) * 32L, 32, MOST_THREADS);
            launcher.run(list, LaunchShape.of(Math.ceilDiv(n, OWNED), threads));
            DType dtype = x.dtype();
            boolean packed = Packs.typed(dtype) && packed((long) d * dtype.bytes(), x, y);
            Launch add = launcher.begin(ADD, Launcher.named(packed ? "add_rows_packs" : "add_rows", dtype));
            add.view(x).view(begins.view(n + 1)).view(places.view(m)).view(y);
            add.type(dtype).int32(d);
            int columns = packed ? d / Packs.size(dtype) : d;
            launcher.run(add, new LaunchShape(n, Math.ceilDiv(columns, WIDTH), 1, WIDTH, LINES, 1, 0));
        }
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
