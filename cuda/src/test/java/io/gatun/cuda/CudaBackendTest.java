package io.gatun.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.kernel.Allocator;
import io.gatun.kernel.Backends;
import io.gatun.op.Ops;
import io.gatun.tensor.Device;
import io.gatun.tensor.DeviceException;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// The road of a call to the emulated device: memory, copies, threads, and what goes wrong.
class CudaBackendTest {

    private static final Device DEVICE = EmulatedBackend.device();
    private static final Allocator ALLOCATOR = Backends.of(DEVICE).allocator();

    @Test
    void elements_larger_than_the_staging_memory_go_there_and_back() {
        Memory.scope(() -> {
            Tensor x = Tensor.uniform(Generator.seeded(1), 3_000_001); // 12 MB: three times through both halves

            assertThat(x.to(DEVICE).toArray()).isEqualTo(x.toArray());
        });
    }

    @Test
    void a_scope_gives_all_its_memory_back() {
        long before = ALLOCATOR.usedBytes();
        Memory.scope(() -> {
            Tensor x = Tensor.ones(1000).to(DEVICE);
            x.add(x).softmax().sum().item();
            assertThat(ALLOCATOR.usedBytes()).isGreaterThanOrEqualTo(before + 3 * 4000);
        });

        assertThat(ALLOCATOR.usedBytes())
                .isLessThanOrEqualTo(before); // less if the collector has freed others meanwhile
        assertThat(ALLOCATOR.peakBytes()).isGreaterThan(before);
    }

    @Test
    void the_same_call_gives_the_same_bits() {
        Memory.scope(() -> {
            Tensor x = Tensor.uniform(Generator.seeded(2), 500, 70).to(DEVICE);
            Tensor ids = Tensor.uniform(Generator.seeded(3), 500)
                    .mul(9)
                    .to(io.gatun.tensor.DType.I32)
                    .to(DEVICE);

            assertThat(x.sum(0).toArray()).isEqualTo(x.sum(0).toArray());
            assertThat(x.sum().item()).isEqualTo(x.sum().item());
            assertThat(added(x, ids)).isEqualTo(added(x, ids));
        });
    }

    private static float[] added(Tensor x, Tensor ids) {
        return Ops.apply(new io.gatun.op.AddRows(9), x, ids).toArray();
    }

    @Test
    void an_index_out_of_range_is_named_when_the_host_next_reads() {
        Memory.scope(() -> {
            Tensor table = Tensor.ones(5, 3).to(DEVICE);
            Tensor taken = table.take(Tensor.ofInts(Shape.of(3), 0, 7, 4).to(DEVICE));

            assertThatThrownBy(taken::toArray)
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessageStartingWith("takerows: index 7 at position 1 is out of range: expected 0 to 4");
            assertThat(table.sum().item()).isEqualTo(15); // it is said once
        });
    }

    @Test
    void every_thread_may_come() throws InterruptedException {
        Tensor x = Tensor.ones(3).to(DEVICE);
        AtomicReference<float[]> result = new AtomicReference<>();
        Thread thread = Thread.ofPlatform().start(() -> result.set(x.add(x).toArray()));
        thread.join();

        assertThat(result.get()).containsExactly(2, 2, 2);
    }

    @Test
    void a_virtual_thread_may_not() throws InterruptedException {
        Tensor x = Tensor.ones(3).to(DEVICE);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = Thread.ofVirtual().unstarted(() -> x.add(x));
        thread.setUncaughtExceptionHandler((_, e) -> thrown.set(e));
        thread.start();
        thread.join();

        assertThat(thrown.get()).hasMessageContaining("expected a platform thread, got a virtual one");
    }

    @Test
    void operands_of_two_devices_do_not_meet() {
        assertThatThrownBy(() -> Tensor.ones(2).add(Tensor.ones(2).to(DEVICE)))
                .isInstanceOf(DeviceException.class)
                .hasMessage("add: expected operands on one device, got cpu and cuda:0; move one with to(Device)");
    }

    @Test
    void more_axes_than_kernels_take_are_refused_by_the_ops_name() {
        Tensor x = Tensor.ones(2, 2, 2, 2, 2, 2, 2).to(DEVICE);
        Tensor odd = x.permute(6, 5, 4, 3, 2, 1, 0);

        assertThatThrownBy(() -> odd.add(x))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("add: expected operands whose strides fit 6 axes on a CUDA device");
    }

    @Test
    void a_device_that_is_full_says_how_full() {
        assertThatThrownBy(() -> ALLOCATOR.allocate(1L << 40))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessageContaining("no room for 1,099,511,627,776 bytes");
    }
}
