package io.gatun.internal.cpu.vector;

import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// The instructions that all generated kernels are made of, around a [CodeBuilder].
///
/// A kernel keeps each vector in a local variable of its own and calls the Vector API's methods itself: vectors
/// in arrays, or behind helper methods, are vectors in memory.
final class GemmEmitter {

    private static final ClassDesc LANES = Lanes.class.describeConstable().orElseThrow();
    private static final ClassDesc TILE = GemmTile.class.describeConstable().orElseThrow();
    private static final ClassDesc VECTOR = desc(FloatVector.class);
    private static final ClassDesc ANY_VECTOR = desc(Vector.class);
    private static final ClassDesc SPECIES = desc(VectorSpecies.class);
    private static final ClassDesc MASK = desc(VectorMask.class);
    private static final ClassDesc SHUFFLE = desc(VectorShuffle.class);
    private static final ClassDesc SHORTS = desc(ShortVector.class);
    private static final ClassDesc BYTES = desc(ByteVector.class);
    private static final ClassDesc INTS = desc(IntVector.class);
    private static final ClassDesc OPERATORS = desc(VectorOperators.class);
    private static final ClassDesc CONVERSION = desc(VectorOperators.Conversion.class);
    private static final ClassDesc BINARY = desc(VectorOperators.Binary.class);
    private static final ClassDesc SEGMENT = desc(MemorySegment.class);
    private static final ClassDesc ORDER = desc(ByteOrder.class);

    private final CodeBuilder code;
    private int locals = 2; // `this` and the argument

    private GemmEmitter(CodeBuilder code) {
        this.code = code;
    }

    /// Defines a hidden class that implements `type`'s one method `run`, and returns an instance.
    ///
    /// @param argument the class of the method's one argument
    static <T> T define(Lookup lookup, Class<T> type, Class<?> argument, Consumer<GemmEmitter> body) {
        ClassDesc self = ClassDesc.of(type.getName() + "Generated");
        byte[] bytes = ClassFile.of()
                .build(
                        self,
                        c -> c.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC)
                                .withInterfaceSymbols(desc(type))
                                .withMethodBody(
                                        ConstantDescs.INIT_NAME,
                                        MTD_void,
                                        0,
                                        code -> code.aload(0)
                                                .invokespecial(
                                                        ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, MTD_void)
                                                .return_())
                                .withMethodBody(
                                        "run",
                                        MethodTypeDesc.of(CD_void, desc(argument)),
                                        ClassFile.ACC_PUBLIC,
                                        code -> {
                                            body.accept(new GemmEmitter(code));
                                            code.return_();
                                        }));
        try {
            Lookup made = lookup.defineHiddenClass(bytes, true);
            return type.cast(made.findConstructor(made.lookupClass(), MethodType.methodType(void.class))
                    .invoke());
        } catch (Throwable e) {
            throw new IllegalStateException("cannot define a kernel of " + bytes.length + " bytes", e);
        }
    }

    private static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    CodeBuilder code() {
        return code;
    }

    /// Returns the first of `count` new local variables, each `slots` wide (2 for a long).
    int locals(int count, int slots) {
        int first = locals;
        locals += count * slots;
        return first;
    }

    /// Pushes a field of the argument.
    GemmEmitter field(String name, ClassDesc type) {
        code.aload(1).getfield(TILE, name, type);
        return this;
    }

    /// Stores the int field `name` in a new local.
    int intOf(String name) {
        int local = locals(1, 1);
        field(name, CD_int).code.istore(local);
        return local;
    }

    /// Stores the long field `name` in a new local.
    int longOf(String name) {
        return shifted(name, 0);
    }

    /// Stores the field `name`, times 4, in a new local: a distance in elements becomes one in bytes.
    int bytesOf(String name) {
        return shifted(name, 2);
    }

    /// The same of elements of two to the power of `log2Bytes` bytes.
    int bytesOf(String name, int log2Bytes) {
        return shifted(name, log2Bytes);
    }

    private int shifted(String name, int bits) {
        int local = locals(1, 2);
        field(name, CD_long);
        if (bits > 0) {
            code.loadConstant(bits).lshl();
        }
        code.lstore(local);
        return local;
    }

    /// Makes a segment of `(rows − 1) · stride + columns` bytes from the address in field `name`, in a new
    /// local.
    int segment(String name, Consumer<CodeBuilder> rows, int strideLocal, Consumer<CodeBuilder> columns) {
        return segment(name, 0L, rows, strideLocal, columns);
    }

    /// The same, from `shift` bytes behind the address.
    int segment(String name, long shift, Consumer<CodeBuilder> rows, int strideLocal, Consumer<CodeBuilder> columns) {
        int local = locals(1, 1);
        field(name, CD_long);
        if (shift != 0) {
            code.loadConstant(shift).ladd();
        }
        rows.accept(code);
        code.i2l().lconst_1().lsub().lload(strideLocal).lmul();
        columns.accept(code);
        code.i2l()
                .ladd()
                .invokestatic(LANES, "bytes", MethodTypeDesc.of(SEGMENT, CD_long, CD_long))
                .astore(local);
        return local;
    }

    /// Pushes a segment of the bytes at an address, of a length; both longs.
    void bytes(Runnable address, Runnable length) {
        address.run();
        length.run();
        code.invokestatic(LANES, "bytes", MethodTypeDesc.of(SEGMENT, CD_long, CD_long));
    }

    private void species() {
        code.getstatic(LANES, "F", SPECIES);
    }

    private void order() {
        code.getstatic(LANES, "ORDER", ORDER);
    }

    /// Stores a vector of zeros in a local.
    void zero(int to) {
        species();
        code.invokestatic(VECTOR, "zero", MethodTypeDesc.of(VECTOR, SPECIES)).astore(to);
    }

    /// Pushes the vector at `offset` (a long, in bytes) of a segment.
    void load(int segment, Runnable offset) {
        species();
        code.aload(segment);
        offset.run();
        order();
        code.invokestatic(VECTOR, "fromMemorySegment", MethodTypeDesc.of(VECTOR, SPECIES, SEGMENT, CD_long, ORDER));
    }

    /// Pushes the vector of the bfloat16 at `offset` of a segment, widened.
    void loadHalves(int segment, Runnable offset) {
        code.getstatic(LANES, "SHORTS", SPECIES).aload(segment);
        offset.run();
        order();
        code.invokestatic(SHORTS, "fromMemorySegment", MethodTypeDesc.of(SHORTS, SPECIES, SEGMENT, CD_long, ORDER))
                .getstatic(OPERATORS, "S2I", CONVERSION)
                .getstatic(LANES, "I", SPECIES)
                .iconst_0()
                .invokevirtual(SHORTS, "convertShape", MethodTypeDesc.of(ANY_VECTOR, CONVERSION, SPECIES, CD_int))
                .checkcast(INTS)
                .getstatic(OPERATORS, "LSHL", BINARY)
                .bipush(16)
                .invokevirtual(INTS, "lanewise", MethodTypeDesc.of(INTS, BINARY, CD_int))
                .invokevirtual(INTS, "reinterpretAsFloats", MethodTypeDesc.of(VECTOR));
    }

    /// Pushes the vector of the int8 at `offset` of a segment, as floats.
    void loadBytes(int segment, Runnable offset) {
        code.getstatic(LANES, "SIGNED_BYTES", SPECIES).aload(segment);
        offset.run();
        order();
        code.invokestatic(BYTES, "fromMemorySegment", MethodTypeDesc.of(BYTES, SPECIES, SEGMENT, CD_long, ORDER))
                .getstatic(OPERATORS, "B2F", CONVERSION)
                .getstatic(LANES, "F", SPECIES)
                .iconst_0()
                .invokevirtual(BYTES, "convertShape", MethodTypeDesc.of(ANY_VECTOR, CONVERSION, SPECIES, CD_int))
                .checkcast(VECTOR);
    }

    /// Writes the vector on the stack to a segment.
    void store(int segment, Runnable offset) {
        code.aload(segment);
        offset.run();
        order();
        code.invokevirtual(VECTOR, "intoMemorySegment", MethodTypeDesc.of(CD_void, SEGMENT, CD_long, ORDER));
    }

    /// Stores in a local a vector whose lanes all are the float that `element` pushes.
    void broadcast(Runnable element, int to) {
        species();
        element.run();
        code.invokestatic(VECTOR, "broadcast", MethodTypeDesc.of(VECTOR, SPECIES, CD_float))
                .astore(to);
    }

    /// Computes `sum += x · y` on locals.
    void fma(int x, int y, int sum) {
        code.aload(x)
                .aload(y)
                .aload(sum)
                .invokevirtual(VECTOR, "fma", MethodTypeDesc.of(VECTOR, ANY_VECTOR, ANY_VECTOR))
                .astore(sum);
    }

    /// Adds the two vectors on the stack.
    void add() {
        code.invokevirtual(VECTOR, "add", MethodTypeDesc.of(VECTOR, ANY_VECTOR));
    }

    /// Pushes `x` with its lanes moved as the static field `shuffle` of `owner` says.
    void rearrange(int x, Class<?> owner, String shuffle) {
        code.aload(x)
                .getstatic(desc(owner), shuffle, SHUFFLE)
                .invokevirtual(VECTOR, "rearrange", MethodTypeDesc.of(VECTOR, SHUFFLE));
    }

    /// Replaces the two vectors on the stack by one: the second where the static field `mask` is set, else the
    /// first.
    void blend(Class<?> owner, String mask) {
        code.getstatic(desc(owner), mask, MASK)
                .invokevirtual(VECTOR, "blend", MethodTypeDesc.of(VECTOR, ANY_VECTOR, MASK));
    }
}
