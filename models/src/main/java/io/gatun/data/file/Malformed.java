package io.gatun.data.file;

import java.util.ArrayList;
import java.util.List;

/// What is malformed among all that is read: counted, and the first of it named.
///
/// A little of it costs no more than itself. Too much is more than five and more than 1 %.
public final class Malformed {

    /// The greatest share that is tolerated, in per cent.
    public static final int TOLERATED_PERCENT = 1;

    private static final int TOLERATED = 5;
    private static final int NAMED = 3;
    // so many are no accident
    private static final int MANY = 1000;

    private final List<String> first = new ArrayList<>();
    private long count;
    private long read;

    /// Counts one more that is read, malformed or not, wanted or not.
    public void read() {
        read++;
    }

    /// Counts one of what is read as malformed, and returns whether it is among the first, which are named.
    public boolean add(String placeAndReason) {
        count++;
        return count <= NAMED && first.add(placeAndReason);
    }

    /// Returns how much is malformed.
    public long count() {
        return count;
    }

    /// Returns how much is not named.
    public long more() {
        return count - first.size();
    }

    /// Says, at the end of the data, whether it is too much.
    public boolean tooMuch() {
        return count > TOLERATED && over(TOLERATED_PERCENT);
    }

    /// Says, before the end of the data, whether reading on is in vain: more than a thousand are
    /// malformed, and more than this share of what was read so far.
    public boolean hopeless(int percent) {
        return count > MANY && over(percent);
    }

    private boolean over(int percent) {
        return count * 100 > read * percent;
    }

    /// Returns the numbers: `4 of 1000`.
    public String share() {
        return count + " of " + read;
    }

    /// Returns the first in one line, and how many there are besides.
    public String named() {
        return String.join("; ", first) + (more() == 0 ? "" : "; and " + more() + " more");
    }
}
