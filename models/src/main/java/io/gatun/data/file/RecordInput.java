package io.gatun.data.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;

/// The characters of a file. Those of the current record are kept, so that what follows its first line
/// can be read again.
final class RecordInput implements Closeable {

    /// What is read at the end of the file.
    static final int END = -1;

    private static final int CHUNK = 1 << 15;

    private final Reader reader;
    private char[] buffer = new char[CHUNK];
    private int begin;
    private int position;
    private int limit;
    private long taken;
    private long again;

    RecordInput(Reader reader) {
        this.reader = reader;
    }

    /// Begins a record here, and forgets the one before.
    void begin() {
        begin = position;
    }

    /// Returns how many characters of the record were read.
    int length() {
        return position - begin;
    }

    /// Returns how many characters more were read again than the file has given so far.
    long excess() {
        return again - taken;
    }

    /// Returns the next character, and stays before it.
    int peek() throws IOException {
        return position < limit || fill() ? buffer[position] : END;
    }

    /// Returns the next character.
    int read() throws IOException {
        int c = peek();
        if (c != END) {
            position++;
        }
        return c;
    }

    /// Goes to the end of the record's first line. Where it was not reached, the record is forgotten on
    /// the way: the line may be longer than memory.
    void endFirstLine() throws IOException {
        for (int i = begin; i < position; i++) {
            if (buffer[i] == '\n') {
                again += position - (i + 1);
                position = i + 1;
                return;
            }
        }
        int c;
        do {
            begin();
            c = read();
        } while (c != '\n' && c != END);
    }

    private boolean fill() throws IOException {
        System.arraycopy(buffer, begin, buffer, 0, limit - begin);
        position -= begin;
        limit -= begin;
        begin = 0;
        if (limit == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * limit);
        }
        int count = Math.max(0, reader.read(buffer, limit, buffer.length - limit));
        limit += count;
        taken += count;
        return count > 0;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
