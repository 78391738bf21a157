package io.gatun.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A protobuf message as the plain list of its fields, in the order of the file.
///
/// Nothing is thrown away: fields that nobody here knows are written back as they were read. As protobuf asks,
/// the last of several fields with one number counts. Groups, deprecated long before SentencePiece, are
/// refused.
///
/// Source: "Encoding", the Protocol Buffers documentation.
final class WireMessage {

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int FIXED32 = 5;

    private final List<WireField> fields;

    WireMessage(List<WireField> fields) {
        this.fields = List.copyOf(fields);
    }

    /// Reads the fields in `data[from, to)`.
    ///
    /// @throws ModelFormatException if the bytes are no protobuf message; it names `source` and the byte
    static WireMessage parse(String source, byte[] data, int from, int to) {
        WireReader in = new WireReader(source, data, from, to);
        List<WireField> fields = new ArrayList<>();
        while (in.hasMore()) {
            fields.add(in.field());
        }
        return new WireMessage(fields);
    }

    List<WireField> fields() {
        return fields;
    }

    /// The fields of both, these first; so `other` wins where both have one, as in a protobuf merge.
    WireMessage merge(WireMessage other) {
        List<WireField> all = new ArrayList<>(fields);
        all.addAll(other.fields);
        return new WireMessage(all);
    }

    long number(int id, long otherwise) {
        WireField found = last(id, VARINT);
        return found == null ? otherwise : found.number();
    }

    boolean flag(int id, boolean otherwise) {
        return number(id, otherwise ? 1 : 0) != 0;
    }

    String text(int id, String otherwise) {
        WireField found = last(id, BYTES);
        return found == null ? otherwise : new String(found.bytes(), StandardCharsets.UTF_8);
    }

    byte[] bytes(int id) {
        WireField found = last(id, BYTES);
        return found == null ? new byte[0] : found.bytes();
    }

    private WireField last(int id, int wire) {
        WireField found = null;
        for (WireField field : fields) {
            // a known number with a foreign wire type is an unknown field to protobuf
            if (field.id() == id && field.wire() == wire) {
                found = field;
            }
        }
        return found;
    }

    byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (WireField field : fields) {
            write(out, field);
        }
        return out.toByteArray();
    }

    static void write(ByteArrayOutputStream out, WireField field) {
        varint(out, ((long) field.id() << 3) | field.wire());
        switch (field.wire()) {
            case VARINT -> varint(out, field.number());
            case FIXED64 -> fixed(out, field.number(), Long.BYTES);
            case FIXED32 -> fixed(out, field.number(), Integer.BYTES);
            default -> {
                varint(out, field.bytes().length);
                out.writeBytes(field.bytes());
            }
        }
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static void fixed(ByteArrayOutputStream out, long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >>> (8 * i)));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WireMessage that && Arrays.equals(toBytes(), that.toBytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(toBytes());
    }

    @Override
    public String toString() {
        return "message of " + fields.size() + " fields";
    }
}
