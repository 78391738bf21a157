package io.gatun.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriverTest {

    private final EmulatedDevice device = new EmulatedDevice();
    private final Driver driver = device.context().driver();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        device.close();
    }

    @Test
    void describes_the_device() {
        assertThat(driver.deviceGetCount()).isEqualTo(1);
        assertThat(CudaDevice.of(driver, 0)).isEqualTo(new CudaDevice(0, "emulated on the CPU", 4L << 30, "9.0", 4));
        assertThat(driver.deviceGetAttribute(Driver.WARP_SIZE, driver.deviceGet(0)))
                .isEqualTo(32);
    }

    @Test
    void a_failure_names_the_call_its_arguments_the_drivers_words_and_the_code() {
        assertThatThrownBy(() -> driver.deviceGet(7))
                .isInstanceOf(CudaException.class)
                .hasMessageMatching("cuDeviceGet\\(device 0x[0-9a-f]+, ordinal 7\\): CUDA_ERROR_INVALID_DEVICE"
                        + " \\(CUDA_ERROR_INVALID_DEVICE, code 101\\)");
    }

    @Test
    void a_thread_without_a_context_is_refused_until_it_has_one() throws InterruptedException {
        StringBuilder seen = new StringBuilder();
        Thread thread = new Thread(() -> {
            try {
                device.context().allocate(4);
            } catch (CudaException e) {
                seen.append(e.getMessage());
            }
            device.context().makeCurrent();
            device.context().allocate(4).close();
        });

        thread.start();
        thread.join();

        assertThat(seen.toString()).contains("cuMemAlloc_v2", "bytes 4", "CUDA_ERROR_INVALID_CONTEXT, code 201");
    }

    @Test
    void a_virtual_thread_is_refused() throws InterruptedException {
        StringBuilder seen = new StringBuilder();

        Thread.ofVirtual()
                .start(() -> {
                    try {
                        device.context().makeCurrent();
                    } catch (IllegalStateException e) {
                        seen.append(e.getMessage());
                    }
                })
                .join();

        assertThat(seen.toString()).contains("expected a platform thread, got a virtual one");
    }

    @Test
    void an_old_driver_lacks_only_what_it_lacks() throws Exception {
        Path old = folder.resolve("libcuda.so.1");
        String code = Files.readString(Emulator.ofBuild().driver(), StandardCharsets.ISO_8859_1);
        // other names of the same length, which nobody looks up
        Files.writeString(
                old,
                code.replace("cuFuncGetParamInfo", "cuFuncGetParamInf_")
                        .replace("cuEventElapsedTime_v2", "cuEventElapsedTime_v_")
                        .replace("cuMemGetInfo_v2", "cuMemGetInfo_v_"),
                StandardCharsets.ISO_8859_1);

        try (EmulatedDevice before = new EmulatedDevice(old);
                CudaStream stream = before.context().stream();
                CudaEvent start = before.context().event();
                CudaEvent end = before.context().event();
                CudaModule kernels = before.kernels();
                DeviceMemory x = before.device(1, 2, 3)) {
            stream.mark(start);
            CudaFunction add = kernels.function("add");
            Launch.of(add).address(x).address(x).float32(1).int64(3).run(LaunchShape.covering(3, 32), stream);
            stream.mark(end);
            end.synchronize();

            assertThat(before.read(x)).containsExactly(2, 3, 4);
            assertThat(add.parameters()).isEmpty();
            assertThat(end.millisecondsSince(start)).isNotNegative();
            assertThatThrownBy(() -> before.context().freeBytes())
                    .isInstanceOf(CudaException.class)
                    .hasMessage(old + ": expected a function cuMemGetInfo_v2, found none: a driver or library too old"
                            + " for Gatun");
        }
    }
}
