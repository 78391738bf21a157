package io.gatun.text;

import java.util.Arrays;

/// Reads protobuf fields one after another, and refuses what is cut off or cannot be.
final class WireReader {

    private static final int MAX_FIELD_NUMBER = (1 << 29) - 1;

    private final String source;
    private final byte[] data;
    private final int end;
    private int at;

    WireReader(String source, byte[] data, int from, int to) {
        this.source = source;
        this.data = data;
        this.at = from;
        this.end = to;
    }

    boolean hasMore() {
        return at < end;
    }

    WireField field() {
        int start = at;
        long tag = varint();
        long id = tag >>> 3;
        if (id < 1 || id > MAX_FIELD_NUMBER) {
            throw damaged(start, "field number " + Long.toUnsignedString(id) + " is out of range");
        }
        int wire = (int) (tag & 7);
        return switch (wire) {
            case WireMessage.VARINT -> WireField.read((int) id, wire, varint());
            case WireMessage.FIXED64 -> fixed((int) id, wire, Long.BYTES);
            case WireMessage.FIXED32 -> fixed((int) id, wire, Integer.BYTES);
            case WireMessage.BYTES -> bytes((int) id);
            default -> throw damaged(start, "field " + id + " has wire type " + wire + ", which is not supported");
        };
    }

    private WireField bytes(int id) {
        int start = at;
        long length = varint();
        if (length < 0 || length > end - at) {
            throw damaged(
                    start,
                    "field " + id + " says it has " + Long.toUnsignedString(length) + " bytes, but only " + (end - at)
                            + " are left");
        }
        int content = at;
        at += (int) length;
        return WireField.readBytes(id, Arrays.copyOfRange(data, content, at), content);
    }

    private WireField fixed(int id, int wire, int bytes) {
        if (bytes > end - at) {
            throw damaged(at, "field " + id + " is cut off");
        }
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (data[at++] & 0xFFL) << (8 * i);
        }
        return WireField.read(id, wire, value);
    }

    private long varint() {
        int start = at;
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (at == end) {
                throw damaged(start, "the message ends within a number");
            }
            byte next = data[at++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw damaged(start, "a number has more than 10 bytes");
    }

    private ModelFormatException damaged(int where, String what) {
        return new ModelFormatException(source, "byte " + where, what);
    }
}
