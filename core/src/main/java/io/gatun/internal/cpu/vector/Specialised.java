package io.gatun.internal.cpu.vector;

import io.gatun.op.Op;
import java.util.function.Function;

/// The loops made so far, one per op class. Read without a lock; a loop goes when its op's class goes.
final class Specialised<O extends Op, L> {

    private final ClassValue<Slot<L>> slots = new ClassValue<>() {
        @Override
        protected Slot<L> computeValue(Class<?> type) {
            if (!type.isRecord() || type.getRecordComponents().length > 0) {
                throw new IllegalArgumentException(type.getSimpleName()
                        + ": expected an element-by-element op to be a record without components, because one"
                        + " loop is compiled per class; make its constants operands");
            }
            return new Slot<>();
        }
    };
    private final Function<O, L> maker;

    Specialised(Function<O, L> maker) {
        this.maker = maker;
    }

    /// Returns the loop of an op.
    L of(O op) {
        Slot<L> slot = slots.get(op.getClass());
        L loop = slot.loop;
        return loop != null ? loop : slot.fill(maker, op);
    }

    private static final class Slot<L> {
        private volatile L loop;

        synchronized <O> L fill(Function<O, L> maker, O op) {
            if (loop == null) {
                loop = maker.apply(op);
            }
            return loop;
        }
    }
}
