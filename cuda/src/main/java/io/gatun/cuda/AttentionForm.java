package io.gatun.cuda;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.kernel.Attentions;
import io.gatun.kernel.Randoms;
import io.gatun.kernel.View;
import java.lang.foreign.MemorySegment;

/// `struct Form` of attention.cuh.
record AttentionForm(Attentions.Operands in, Launch.Struct stream) implements Launch.Struct {

    private static final int INTS = 10;

    @Override
    public long bytes() {
        return INTS * (long) Integer.BYTES + 18L * Long.BYTES;
    }

    @Override
    public void write(MemorySegment to) {
        Attentions.Form form = in.form();
        View bias = in.bias();
        int[] ints = {
            in.q().dim(0),
            in.q().dim(1),
            in.keys(),
            in.q().dim(2),
            in.q().dim(3),
            in.v().dim(3),
            form.causal() ? 1 : 0,
            form.p() == 0 ? 0 : Randoms.dropped(form.p()),
            bias == null ? 0 : bias.dim(0),
            bias == null ? 0 : bias.dim(1)
        };
        for (int i = 0; i < INTS; i++) {
            to.setAtIndex(JAVA_INT, i, ints[i]);
        }
        long at = INTS * (long) Integer.BYTES;
        for (View operand : new View[] {in.q(), in.k(), in.v()}) {
            for (int axis = 0; axis < 4; axis++, at += Long.BYTES) {
                to.set(JAVA_LONG, at, operand.stride(axis));
            }
        }
        to.set(JAVA_LONG, at, Attentions.Form.pitch(in.keys()));
        stream.write(to.asSlice(at + 8, stream.bytes()));
        to.set(JAVA_DOUBLE, at + 32, form.scale());
        to.set(JAVA_DOUBLE, at + 40, Randoms.scale(form.p()));
    }
}
