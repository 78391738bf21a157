package io.gatun.tensor;

/// Where a tensor's elements lie and its ops run.
///
/// @param type `cpu` or `cuda`
/// @param index which one of that type, from 0
public record Device(String type, int index) {

    /// The processor that runs the JVM.
    public static final Device CPU = new Device("cpu", 0);

    /// Returns the CUDA device of that number.
    public static Device cuda(int index) {
        return new Device("cuda", index);
    }

    /// Returns whether this is the processor that runs the JVM.
    public boolean isCpu() {
        return type.equals("cpu");
    }

    @Override
    public String toString() {
        return isCpu() ? type : type + ":" + index;
    }
}
