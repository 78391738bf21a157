package io.gatun.safetensors;

/// A file that breaks a rule of the safetensors format; the message names the file and the rule.
public final class SafetensorsException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /// The rule that is broken, named as in the format's reference implementation.
    public enum Reason {
        /// The file is shorter than the eight bytes of the header's length.
        HEADER_TOO_SMALL,
        /// The header is said to be longer than 100,000,000 bytes.
        HEADER_TOO_LARGE,
        /// The header is said to end behind the file's end.
        INVALID_HEADER_LENGTH,
        /// The header is not UTF-8.
        INVALID_HEADER,
        /// The header is not JSON of the wanted form, or names an unknown type.
        INVALID_HEADER_DESERIALIZATION,
        /// Tensors overlap or leave a hole.
        INVALID_OFFSET,
        /// A tensor's size does not fit into 64 bits.
        VALIDATION_OVERFLOW,
        /// A tensor does not fill whole bytes.
        MISALIGNED_SLICE,
        /// A tensor's offsets do not match its shape and type.
        TENSOR_INVALID_INFO,
        /// The tensors do not end where the file does.
        METADATA_INCOMPLETE_BUFFER
    }

    SafetensorsException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /// Returns which rule is broken.
    public Reason reason() {
        return reason;
    }
}
