package io.gatun.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUmodule;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/// JCuda's road, by JNI: it shares no line with ours but the driver's own. Its library asks the loader for
/// `libcuda.so.1`, and gets the library of this name that the process has loaded already.
final class JCudaRoad implements KernelCall.Road {

    private static final int NON_BLOCKING = 1;

    /// Loads JCuda's library, opens device 0 and makes its primary context that of the calling thread.
    ///
    /// @param folder where JCuda leaves the library that its jar holds
    JCudaRoad(Path folder) {
        load(folder);
        JCudaDriver.setExceptionsEnabled(true);
        JCudaDriver.cuInit(0);
        CUdevice device = new CUdevice();
        JCudaDriver.cuDeviceGet(device, 0);
        CUcontext context = new CUcontext();
        JCudaDriver.cuDevicePrimaryCtxRetain(context, device);
        JCudaDriver.cuCtxSetCurrent(context);
    }

    private static void load(Path folder) {
        String temporary = System.getProperty("java.io.tmpdir");
        try {
            System.setProperty("java.io.tmpdir", Files.createDirectories(folder).toString());
            Class.forName(JCudaDriver.class.getName()); // its initializer writes the library there and loads it
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        } finally {
            System.setProperty("java.io.tmpdir", temporary);
        }
    }

    @Override
    public List<byte[]> run(byte[] image, KernelCall call) {
        CUmodule module = new CUmodule();
        JCudaDriver.cuModuleLoadData(module, image);
        CUfunction function = new CUfunction();
        JCudaDriver.cuModuleGetFunction(function, module, call.kernel());
        CUstream stream = new CUstream();
        JCudaDriver.cuStreamCreate(stream, NON_BLOCKING);
        List<CUdeviceptr> buffers = new ArrayList<>();
        try {
            Pointer[] arguments = call.arguments().stream()
                    .map(argument -> pointer(argument, buffers))
                    .toArray(Pointer[]::new);
            launch(function, call.shape(), stream, Pointer.to(arguments));
            JCudaDriver.cuStreamSynchronize(stream);
            return contents(call, buffers);
        } finally {
            buffers.forEach(JCudaDriver::cuMemFree);
            JCudaDriver.cuStreamDestroy(stream);
            JCudaDriver.cuModuleUnload(module);
        }
    }

    /// Returns a pointer to an argument's value; a buffer is allocated, filled, and added to `buffers`.
    private static Pointer pointer(KernelCall.Argument argument, List<CUdeviceptr> buffers) {
        return switch (argument) {
            case KernelCall.Buffer buffer -> {
                CUdeviceptr memory = new CUdeviceptr();
                JCudaDriver.cuMemAlloc(memory, buffer.content().length);
                buffers.add(memory);
                JCudaDriver.cuMemcpyHtoD(memory, Pointer.to(buffer.content()), buffer.content().length);
                yield Pointer.to(memory);
            }
            case KernelCall.Int number -> Pointer.to(new int[] {number.value()});
            case KernelCall.Real number -> Pointer.to(new double[] {number.value()});
            case KernelCall.Struct struct -> Pointer.to(struct.content());
        };
    }

    private static void launch(CUfunction function, LaunchShape shape, CUstream stream, Pointer arguments) {
        int most = CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES;
        JCudaDriver.cuFuncSetAttribute(function, most, shape.sharedBytes());
        JCudaDriver.cuLaunchKernel(
                function,
                shape.gridX(),
                shape.gridY(),
                shape.gridZ(),
                shape.blockX(),
                shape.blockY(),
                shape.blockZ(),
                shape.sharedBytes(),
                stream,
                arguments,
                null);
    }

    private static List<byte[]> contents(KernelCall call, List<CUdeviceptr> buffers) {
        List<byte[]> contents = new ArrayList<>();
        for (KernelCall.Argument argument : call.arguments()) {
            if (argument instanceof KernelCall.Buffer buffer) {
                byte[] content = new byte[buffer.content().length];
                JCudaDriver.cuMemcpyDtoH(Pointer.to(content), buffers.get(contents.size()), content.length);
                contents.add(content);
            }
        }
        return contents;
    }
}
