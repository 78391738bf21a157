package io.gatun.tensor;

/// A device that is not there, or tensors of different devices in one op.
public final class DeviceException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /// Creates the exception.
    public DeviceException(String message) {
        super(message);
    }
}
