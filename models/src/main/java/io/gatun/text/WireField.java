package io.gatun.text;

import java.nio.charset.StandardCharsets;

/// One field of a protobuf message.
final class WireField {

    private final int id;
    private final int wire;
    private final long number;
    private final byte[] bytes;
    private final int at;

    private WireField(int id, int wire, long number, byte[] bytes, int at) {
        this.id = id;
        this.wire = wire;
        this.number = number;
        this.bytes = bytes;
        this.at = at;
    }

    /// A field that was read as a number.
    static WireField read(int id, int wire, long number) {
        return new WireField(id, wire, number, null, -1);
    }

    /// A field that was read as bytes, which began at `at`.
    static WireField readBytes(int id, byte[] bytes, int at) {
        return new WireField(id, WireMessage.BYTES, 0, bytes, at);
    }

    static WireField number(int id, long value) {
        return new WireField(id, WireMessage.VARINT, value, null, -1);
    }

    static WireField flag(int id, boolean value) {
        return number(id, value ? 1 : 0);
    }

    static WireField real(int id, float value) {
        return new WireField(id, WireMessage.FIXED32, Float.floatToRawIntBits(value), null, -1);
    }

    static WireField text(int id, String value) {
        return bytes(id, value.getBytes(StandardCharsets.UTF_8));
    }

    static WireField bytes(int id, byte[] value) {
        return new WireField(id, WireMessage.BYTES, 0, value, -1);
    }

    /// The field number.
    int id() {
        return id;
    }

    /// The wire type.
    int wire() {
        return wire;
    }

    /// The value of a field that is no [WireMessage#BYTES].
    long number() {
        return number;
    }

    /// The content of a field that is [WireMessage#BYTES]; not copied.
    byte[] bytes() {
        return bytes;
    }

    /// Where the content began in the file.
    int at() {
        return at;
    }
}
