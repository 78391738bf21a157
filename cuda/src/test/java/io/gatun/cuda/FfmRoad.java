package io.gatun.cuda;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/// Our own road: the classes that the backend is made of.
///
/// @param context the device's
record FfmRoad(CudaContext context) implements KernelCall.Road {

    private static final int USUAL_SHARED = 48 * 1024;

    @Override
    public List<byte[]> run(byte[] image, KernelCall call) {
        List<DeviceMemory> buffers = new ArrayList<>();
        try (Arena arena = Arena.ofConfined();
                CudaStream stream = context.stream();
                CudaModule module = context.load(arena.allocateFrom(JAVA_BYTE, image))) {
            CudaFunction function = module.function(call.kernel());
            if (call.shape().sharedBytes() > USUAL_SHARED) {
                function.allowShared(call.shape().sharedBytes());
            }
            Launch launch = Launch.of(function);
            for (KernelCall.Argument argument : call.arguments()) {
                switch (argument) {
                    case KernelCall.Buffer buffer -> {
                        DeviceMemory memory = context.allocate(buffer.content().length);
                        buffers.add(memory);
                        memory.copyFrom(arena.allocateFrom(JAVA_BYTE, buffer.content()));
                        launch.address(memory);
                    }
                    case KernelCall.Int number -> launch.int32(number.value());
                    case KernelCall.Real number -> launch.float64(number.value());
                    case KernelCall.Struct struct -> launch.struct(struct);
                }
            }
            launch.run(call.shape(), stream);
            stream.synchronize();
            List<byte[]> contents = new ArrayList<>();
            for (DeviceMemory memory : buffers) {
                var host = arena.allocate(memory.bytes());
                memory.copyTo(host);
                contents.add(host.toArray(JAVA_BYTE));
            }
            return contents;
        } finally {
            buffers.forEach(DeviceMemory::close);
        }
    }
}
