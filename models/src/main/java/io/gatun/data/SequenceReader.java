package io.gatun.data;

import java.util.Arrays;
import java.util.function.Function;

/// Reads texts as sequences of equal length, text after text, encoding each as it is reached.
///
/// Texts are joined without a mark between them and cut where the length is full, as T5 does; the rest at the
/// end that fills no sequence is left out, unless it is all there is.
final class SequenceReader implements AutoCloseable {

    private static final int[] NOTHING = {};

    private final Texts texts;
    private final Function<String, int[]> encoder;
    private final int length;
    private Texts.Walk walk;
    private long taken; // texts of the walk
    private int[] text = NOTHING;
    private int at;
    private boolean any; // whether there was a sequence before this place

    /// Where a sequence begins.
    ///
    /// @param text how many texts lie before the one that it begins in
    /// @param token how many tokens of that one lie before it
    record Place(long text, long token) {
        static final Place START = new Place(0, 0);
    }

    SequenceReader(Texts texts, Function<String, int[]> encoder, int length) {
        this.texts = texts;
        this.encoder = encoder;
        this.length = length;
    }

    /// Returns the next sequence; null at the end of the texts.
    ///
    /// @throws IllegalArgumentException if the texts have no tokens at all
    int[] next() {
        int[] sequence = new int[length];
        int filled = 0;
        while (filled < length) {
            if (at == text.length && !nextText()) {
                return rest(sequence, filled);
            }
            int part = Math.min(text.length - at, length - filled);
            System.arraycopy(text, at, sequence, filled, part);
            at += part;
            filled += part;
        }
        any = true;
        return sequence;
    }

    private int[] rest(int[] sequence, int filled) {
        if (any) {
            return null;
        }
        if (filled == 0) {
            throw new IllegalArgumentException("tokens: expected texts with at least one token, got none");
        }
        any = true;
        return Arrays.copyOf(sequence, filled);
    }

    private boolean nextText() {
        if (walk == null) {
            walk = texts.walk();
        }
        if (!walk.hasNext()) {
            return false;
        }
        text = encoder.apply(walk.next());
        at = 0;
        taken++;
        return true;
    }

    /// Returns where the next sequence begins.
    Place place() {
        return at == text.length ? new Place(taken, 0) : new Place(taken - 1, at);
    }

    /// Goes to a place; the texts before it are read and not encoded.
    ///
    /// @throws IllegalArgumentException if there is no such place
    void seek(Place place) {
        close();
        while (taken < place.text() && skipText()) {
            taken++;
        }
        boolean there = taken == place.text() && (place.token() == 0 || nextText() && place.token() <= text.length);
        if (!there) {
            throw new IllegalArgumentException("texts: expected token " + place.token() + " of text " + place.text()
                    + ", the texts end before; was the corpus changed?");
        }
        at = (int) place.token();
        any = !place.equals(Place.START);
    }

    private boolean skipText() {
        if (walk == null) {
            walk = texts.walk();
        }
        if (!walk.hasNext()) {
            return false;
        }
        walk.next();
        return true;
    }

    /// Ends the walk and goes back to the start.
    @Override
    public void close() {
        if (walk != null) {
            walk.close();
            walk = null;
        }
        taken = 0;
        text = NOTHING;
        at = 0;
        any = false;
    }
}
