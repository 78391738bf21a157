package io.gatun.data.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.data.Split;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTasksTest {

    @TempDir
    Path folder;

    @Test
    void agnews_joins_title_and_description_and_keeps_backslashes() {
        var agnews = new DataSetFiles("agnews", folder).writeGzip("ag_news_csv/test.csv.gz", """
                        "1","Talks in ""Oslo""\","Ministers met,\\again."
                        "4","","A new
                        telescope #39;works#39;."
                        "2","Cup final",""
                        "3","Shares","Up."
                        """);

        assertThat(agnews.load(Split.TEST))
                .containsExactly(
                        new Example("agnews: Talks in \"Oslo\" . Ministers met,\\again.", "World"),
                        new Example("agnews: A new telescope #39;works#39;.", "Technology"),
                        new Example("agnews: Cup final", "Sports"),
                        new Example("agnews: Shares . Up.", "Business"));
        assertThat(agnews.task().labels()).containsExactly("World", "Sports", "Business", "Technology");
    }

    @Test
    void s140_is_latin_1_and_loses_its_neutral_tweets() {
        var s140 = new DataSetFiles("s140", folder)
                .write("testdata.manual.2009.06.14.csv", """
                        "4","1","Mon May 11 03:17:40 UTC 2009","tea","ann","caf\u00e9, my ""love""\"
                        "2","2","Mon May 11 03:17:41 UTC 2009","tea","bob","a cup of tea"
                        "0","3","Mon May 11 03:17:42 UTC 2009","tea","cid","cold   tea &quot;again&quot;"
                        """, StandardCharsets.ISO_8859_1);

        assertThat(s140.load(Split.TEST))
                .containsExactly(
                        new Example("s140: caf\u00e9, my \"love\"", "positive"),
                        new Example("s140: cold tea &quot;again&quot;", "negative"));
        assertThat(s140.notes).isEmpty();
    }

    @Test
    void civil_comments_are_toxic_from_a_half_on_and_unrated_ones_are_left_out() {
        var civil = new DataSetFiles("civil-comments", folder).write("civil-comments/civil_comments.csv", """
                        id,comment_text,split,created_date,toxicity,obscene\r
                        1,"Thank you, ""friend"".\r
                        \r
                        Well said.",train,2017,0.0,0.0\r
                        2,You are a turnip.,train,2017,0.5,0.1\r
                        3,Nobody rated this.,train,2017,,\r
                        4,Quite fine.,test_public,2017,0.4999,0.0\r
                        5,Turnips all of you!,test_private,2017,1,0.0\r
                        """);

        assertThat(civil.load(Split.TRAIN))
                .containsExactly(
                        new Example("civil comment: Thank you, \"friend\". Well said.", "non-toxic"),
                        new Example("civil comment: You are a turnip.", "toxic"));
        assertThat(civil.load(Split.VALIDATION))
                .containsExactly(new Example("civil comment: Quite fine.", "non-toxic"));
        assertThat(civil.load(Split.TEST)).containsExactly(new Example("civil comment: Turnips all of you!", "toxic"));
        assertThat(civil.task().labels()).containsExactly("non-toxic", "toxic");
        assertThat(civil.notes).isEmpty();
    }

    @Test
    void wiki_toxic_reads_one_label_of_several_and_leaves_out_what_was_not_scored() {
        var wiki = new DataSetFiles("wiki-toxic", folder).write("wiki-toxic/wikidata_test.csv", """
                        id,lang,comment_text,toxic,severe_toxic,obscene,threat,insult,identity_hate
                        a,en,"== Heading ==

                        A kind ""word"".",0,,,,,
                        b,en,Turnip!,1,0,0,0,1,0
                        c,en,Nobody looked.,-1,-1,-1,-1,-1,-1
                        """);

        assertThat(wiki.load(Split.TEST))
                .containsExactly(
                        new Example("wiki toxicity: == Heading == A kind \"word\".", "non-toxic"),
                        new Example("wiki toxicity: Turnip!", "toxic"));
        assertThat(wiki.notes).isEmpty();
    }

    @Test
    void wiki_toxic_in_kaggles_form_has_its_test_labels_apart() {
        String rest = ",severe_toxic,obscene,threat,insult,identity_hate\n";
        var wiki = new DataSetFiles("wiki-toxic", folder)
                .write("train.csv", "id,comment_text,toxic" + rest + "x,Hello.,0,0,0,0,0,0\n")
                .write("test.csv", "id,comment_text\nb,Turnip!\na,Not scored.\nc,Kind.\n")
                .write(
                        "test_labels.csv",
                        "id,toxic" + rest + "a,-1,-1,-1,-1,-1,-1\nb,1,0,0,0,0,0\nc,0,0,0,0,0,0\nd,0,0,0,0,0,0\n");

        assertThat(wiki.load(Split.TEST))
                .containsExactly(
                        new Example("wiki toxicity: Turnip!", "toxic"),
                        new Example("wiki toxicity: Kind.", "non-toxic"));
        assertThat(wiki.notes).hasSize(1);
        assertThat(wiki.notes.getFirst()).contains("1 of 7").contains("test_labels.csv:5: there is no comment");
        assertThat(wiki.load(Split.TRAIN)).containsExactly(new Example("wiki toxicity: Hello.", "non-toxic"));
    }
}
