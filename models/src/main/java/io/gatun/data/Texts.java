package io.gatun.data;

import java.util.Iterator;
import java.util.List;

/// Texts that can be walked again and again, the same ones in the same order each time.
public interface Texts {

    /// Starts at the first text.
    Walk walk();

    /// One walk over the texts, which may hold files open until it is closed.
    interface Walk extends Iterator<String>, AutoCloseable {

        @Override
        void close();
    }

    /// Returns texts that are in memory.
    static Texts of(List<String> texts) {
        return () -> {
            Iterator<String> each = texts.iterator();
            return new Walk() {
                @Override
                public boolean hasNext() {
                    return each.hasNext();
                }

                @Override
                public String next() {
                    return each.next();
                }

                @Override
                public void close() {}
            };
        };
    }
}
