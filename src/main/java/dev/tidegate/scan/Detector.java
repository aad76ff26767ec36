package dev.tidegate.scan;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One known format. A keyword's occurrence is looked at by the pattern within a bounded window; the
 * patterns hold no nested repetition, so their time is linear in the window.
 *
 * @param keywords one of them stands in every value; letter case ignored
 * @param lookBack how many bytes before the keyword the match may start; 0 = at the keyword
 * @param window how many bytes after the keyword's start the pattern may see
 * @param pattern group {@code s}, or the whole match, is the secret
 * @param prefix how many leading characters may be shown: public knowledge, the same in every value
 */
record Detector(
    String id,
    String title,
    List<String> keywords,
    int lookBack,
    int window,
    Pattern pattern,
    int prefix,
    Hit.Confidence confidence) {}
