package io.gatun.cuda;

/// A call into CUDA that failed, or a CUDA that is not there.
public final class CudaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// Creates the exception with a message that names the call, its arguments and the driver's words.
    public CudaException(String message) {
        super(message);
    }
}
