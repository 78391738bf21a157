package io.gatun.data.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JavadocTextTest {

    @Test
    void comments_come_with_their_declarations_and_strings_do_not_mislead() {
        var members = DocumentedClass.of("m/p.A", """
                        package p;
                        /** The class itself. */
                        @Deprecated(since = "1.0, {;}") public final class A<K, V> extends B<K, V> {
                            String s = "/** no comment */", t = \"""
                                /** none here either \\\""" */
                                \""";
                            char c = '"'; /* /** not this */
                            /** A field with a value. */
                            int field = 3;
                            /** Adds two numbers.
                              * @param x the first number
                              * @param <T> the type of it
                              * @return the sum
                              * @throws java.io.IOException if it fails
                              * @see Other
                              */
                            @Override @SuppressWarnings({"a", "b"})
                            public <T> int add(int x, /* odd */ int y) throws IOException { return x + y; }
                            // /** nor this */
                            /// A method in **Markdown** with `code<T>` and [a link][Other#name(int)] or
                            /// [Other#name].
                            ///
                            /// ```java
                            /// dropped();
                            /// ```
                            /// - an item of it
                            void markdown() {}
                        }
                        """, true).members();

        assertThat(members)
                .containsExactly(
                        new DocumentedClass.Member(
                                "public final class A<K, V> extends B<K, V>", List.of("The class itself."), List.of()),
                        new DocumentedClass.Member("int field", List.of("A field with a value."), List.of()),
                        new DocumentedClass.Member(
                                "public <T> int add(int x, int y) throws IOException",
                                List.of("Adds two numbers."),
                                List.of(
                                        "x: the first number",
                                        "T: the type of it",
                                        "Returns the sum",
                                        "Throws IOException if it fails")),
                        new DocumentedClass.Member(
                                "void markdown()",
                                List.of("A method in Markdown with code<T> and a link or Other.name.", "an item of it"),
                                List.of()));
    }

    @Test
    void inline_tags_become_what_a_reader_sees() {
        assertThat(main("Takes {@code List<String>} and {@literal a < b}, see {@link Map#put(Object, Object)},"
                        + " {@link #size()}, {@linkplain java.util.Set the {@code Set} type} {@inheritDoc}"
                        + "{@snippet lang=java : int x = {1}; } and {@value #MAX} of {@index \"big words\" note}."))
                .containsExactly("Takes List<String> and a < b, see Map.put, size, the Set type and MAX of big words.");
        assertThat(main("{@return the size of it}")).containsExactly("Returns the size of it.");
        assertThat(main("An open tag {@code never ends")).containsExactly("An open tag never ends");
    }

    @Test
    void html_goes_and_its_blocks_part_paragraphs() {
        assertThat(
                        main(
                                "One <i>word</i> here.<p>Two&nbsp;&lt;words&gt; &#8212; here &amp; there.<ul><li>An item</li></ul>"
                                        + "<pre>\n  int code;\n</pre>After the code, 2<sup>31</sup> times, if a < b. <!-- no --> End &bogus; it."))
                .containsExactly(
                        "One word here.",
                        "Two <words> \u2014 here & there.",
                        "An item",
                        "After the code, 2^31 times, if a < b. End &bogus; it.");
    }

    @Test
    void licences_and_what_is_no_language_are_left_out() {
        assertThat(DocumentedClass.of(
                                "m/p.A", "/** Copyright (c) 2024 Someone. All rights reserved. */ package p;", true)
                        .members())
                .isEmpty();
        assertThat(main("+----+----+ | 1 | 2 | +----+ x y")).isEmpty();
        assertThat(main("Word")).isEmpty();
    }

    @Test
    void damaged_source_is_read_to_its_end() {
        for (String source :
                List.of("/** open", "/**", "\"open", "'", "\"\"\" open", "/** a */ @A(\"", "///", "/** {@", "{@code")) {
            assertThat(DocumentedClass.of("m/p.A", source, true).members().size())
                    .isLessThan(2);
        }
    }

    @Test
    void sentences_end_where_they_end() {
        assertThat(Sentences.of("First one. Second, e.g. This one (really.) Is it? Yes! version 1.5 of x.y. small"))
                .containsExactly(
                        "First one.", "Second, e.g. This one (really.)", "Is it?", "Yes! version 1.5 of x.y. small");
        assertThat(Sentences.of("")).isEmpty();
    }

    private static List<String> main(String comment) {
        return JavadocText.member(new DocComment("", comment, false), true).main();
    }
}
