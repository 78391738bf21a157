package io.gatun.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Prints tensors as NumPy does: rows aligned, numbers in as few digits as tell them apart up to four decimals,
/// long axes shortened.
///
/// ```
/// Tensor([[ 1.    , -0.5   ],
///         [ 0.3333,  2.    ]], f32[2, 2])
/// ```
public final class TensorFormat {

    private static final int MANY = 1000; // elements from which on long axes are shortened
    private static final int EDGE = 3; // positions shown at each end of a shortened axis
    private static final int WIDTH = 88; // columns
    private static final String PREFIX = "Tensor(";

    private final Shape shape;
    private final boolean shortened;
    private final StringBuilder out = new StringBuilder(PREFIX);
    private String[] elements = {};
    private int next;

    private TensorFormat(Tensor tensor) {
        shape = tensor.shape();
        shortened = tensor.size() > MANY;
    }

    /// Returns the elements, the type and the shape. Elements that are not shown are not read.
    public static String format(Tensor tensor) {
        return Memory.scope(() -> new TensorFormat(tensor).print(tensor));
    }

    private String print(Tensor tensor) {
        Tensor shown = tensor.detach();
        for (int axis = 0; axis < shape.rank() && shortened; axis++) {
            if (isCut(axis)) {
                Tensor head = shown.slice(axis, 0, EDGE);
                Tensor tail = shown.slice(axis, shape.dim(axis) - EDGE, shape.dim(axis));
                shown = Tensor.concat(axis, List.of(head, tail));
            }
        }
        elements = texts(shown);
        int width = Arrays.stream(elements).mapToInt(String::length).max().orElse(0);
        elements = Arrays.stream(elements)
                .map(text -> " ".repeat(width - text.length()) + text)
                .toArray(String[]::new);
        if (tensor.size() == 0) {
            out.append("[]");
        } else {
            axis(0);
        }
        return out.append(", ").append(tensor.dtype()).append(shape).append(')').toString();
    }

    private boolean isCut(int axis) {
        return shortened && shape.dim(axis) > 2 * EDGE;
    }

    /// Prints everything below one axis; `next` is the first element of it.
    private void axis(int axis) {
        if (axis == shape.rank()) {
            out.append(elements[next++]);
            return;
        }
        out.append('[');
        boolean last = axis == shape.rank() - 1;
        int shown = isCut(axis) ? 2 * EDGE : shape.dim(axis);
        String apart = last ? ", " : "," + "\n".repeat(shape.rank() - 1 - axis) + indent(axis);
        for (int i = 0; i < shown; i++) {
            out.append(i == 0 ? "" : apart);
            if (isCut(axis) && i == EDGE) {
                out.append("...").append(apart);
            }
            if (last && i > 0 && column() + elements[next].length() > WIDTH) {
                out.setLength(out.length() - 1); // the space
                out.append('\n').append(indent(axis));
            }
            axis(axis + 1);
        }
        out.append(']');
    }

    private int column() {
        return out.length() - out.lastIndexOf("\n") - 1;
    }

    private static String indent(int axis) {
        return " ".repeat(PREFIX.length() + axis + 1);
    }

    private static String[] texts(Tensor x) {
        return switch (x.dtype()) {
            case F32, F64, BF16 -> floats(x.toDoubles());
            case I64 ->
                Arrays.stream(x.toDoubles())
                        .mapToObj(value -> Long.toString((long) value))
                        .toArray(String[]::new);
            case I32, I8, U8 ->
                Arrays.stream(x.toInts()).mapToObj(Integer::toString).toArray(String[]::new);
            case BOOL -> {
                boolean[] values = x.toBooleans();
                String[] texts = new String[values.length];
                Arrays.setAll(texts, i -> Boolean.toString(values[i]));
                yield texts;
            }
        };
    }

    /// Scientific notation for all where decimals would hide the small ones or run long.
    private static String[] floats(double... values) {
        double[] sizes = Arrays.stream(values)
                .filter(Double::isFinite)
                .map(Math::abs)
                .filter(size -> size != 0)
                .toArray();
        double most = Arrays.stream(sizes).max().orElse(1);
        double least = Arrays.stream(sizes).min().orElse(1);
        boolean wide = most >= 1e5 && most / least > 1e3;
        String pattern = most >= 1e8 || least < 1e-4 || wide ? "%.4e" : "%.4f";
        String[] texts =
                Arrays.stream(values).mapToObj(value -> text(value, pattern)).toArray(String[]::new);
        int decimals =
                Arrays.stream(texts).mapToInt(TensorFormat::decimals).max().orElse(0);
        return Arrays.stream(texts)
                .map(text -> text + " ".repeat(decimals - decimals(text)))
                .toArray(String[]::new);
    }

    private static int decimals(String text) {
        int point = text.indexOf('.');
        return point < 0 || text.contains("e") ? 0 : text.length() - 1 - point;
    }

    private static String text(double value, String pattern) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        return String.format(Locale.ROOT, pattern, value).replaceFirst("(\\.\\d*?)0+$", "$1");
    }
}
