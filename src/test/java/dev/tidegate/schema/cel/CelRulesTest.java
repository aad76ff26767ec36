package dev.tidegate.schema.cel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tidegate.schema.cel.library.Allowance;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CelRulesTest {
  @ParameterizedTest(name = "{0} of {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          quantity(self).isLessThan(quantity('4Gi')) | 512Mi | Holds
          quantity(self).isLessThan(quantity('4Gi')) | 4Gi | Broken
          !quantity(string(self)).isGreaterThan(quantity('1677215')) | 1677215 | Holds
          type(self) == string && quantity(self).isGreaterThan(quantity('0')) | 100m | Holds
          quantity(self).compareTo(quantity('1')) == 0 | 1000m | Holds
          quantity(self).compareTo(quantity('1')) < 0 | 2 | Broken
          quantity(self).sign() == 1 | 1Ki | Holds
          quantity(self).isInteger() && quantity(self).asInteger() == 2048 | 2Ki | Holds
          quantity(self).isInteger() | 500m | Broken
          quantity(self).sign() == 1 | many | Unchecked
          url(self).getScheme() in ['http', 'https'] | https://example.org/a | Holds
          url(self).getScheme() in ['http', 'https'] | ftp://example.org | Broken
          url(self).getHost() == 'example.org:8443' | https://example.org:8443 | Holds
          url(self).getHostname() == '::1' && url(self).getPort() == '80' | http://[::1]:80/ | Holds
          url(self).getEscapedPath() == '/a%20b' | /a%20b | Holds
          isURL(self) && url(self).getScheme() == '' | /only/a/path | Holds
          url(self).getPort() == '' | no url | Unchecked
          url(self).getQuery()['k'] == ['a b', 'c'] | https://x.org/?k=a+b&k=c | Holds
          quantity(self).add(20).sub(quantity('100k')).sub(-50000).compareTo(quantity('20')) == 0 | 50k | Holds
          quantity(self).asApproximateFloat() == 0.1 | 100m | Holds
          ip(self).family() == 4 && isIP(self) | 192.168.0.1 | Holds
          ip(self).family() == 6 | ::1 | Holds
          isIP(self) | 192.168.0.01 | Broken
          isIP(self) | ::ffff:1.2.3.4 | Broken
          isIP(self) | fe80::1%eth0 | Broken
          isIP(self) | 1::2::3 | Broken
          isIP(self) | 1:2:3:4:5:6:7:8:9 | Broken
          isIP(self) | 64:ff9b::192.0.2.33 | Holds
          ip(self).family() == 4 | 1.2.3 | Unchecked
          ip.isCanonical(self) | 2001:db8::abcd | Holds
          ip.isCanonical(self) | 2001:DB8::ABCD | Broken
          ip.isCanonical(self) | 2001:db8:0:0:0:0:0:abcd | Broken
          string(ip(self)) == '2001:db8::1' | 2001:0db8:0:0::1 | Holds
          ip(self) == ip('::1') | 0::1 | Holds
          ip(self).isLoopback() && !ip(self).isGlobalUnicast() | 127.0.0.1 | Holds
          ip(self).isLoopback() | ::1 | Holds
          ip(self).isUnspecified() | 0.0.0.0 | Holds
          ip(self).isLinkLocalUnicast() | fe80::abcd | Holds
          ip(self).isLinkLocalMulticast() | 224.0.0.1 | Holds
          ip(self).isGlobalUnicast() | 10.0.0.1 | Holds
          ip(self).isGlobalUnicast() | 255.255.255.255 | Broken
          isCIDR(self) | 10.0.0.0/33 | Broken
          isCIDR(self) | 10.0.0.0/08 | Broken
          isCIDR(self) | 2001:db8::/32 | Holds
          cidr(self).containsIP('192.168.0.1') && cidr(self).containsIP(ip('192.168.0.255')) | 192.168.0.0/24 | Holds
          cidr(self).containsIP('192.168.1.1') | 192.168.0.0/24 | Broken
          cidr(self).containsIP('::1') | 0.0.0.0/0 | Broken
          cidr(self).containsCIDR('192.168.0.0/25') && cidr(self).containsCIDR(cidr('192.168.0.0/24')) | 192.168.0.0/24 | Holds
          cidr(self).containsCIDR('192.168.0.0/23') | 192.168.0.0/24 | Broken
          cidr(self).prefixLength() == 24 && cidr(self).ip() == ip('192.168.0.7') | 192.168.0.7/24 | Holds
          cidr(self).masked() == cidr('192.168.0.0/24') && string(cidr(self).masked()) == '192.168.0.0/24' | 192.168.0.7/24 | Holds
          semver(self).isLessThan(semver('1.10.0')) && semver(self).minor() == 9 | 1.9.3-rc.1 | Holds
          semver(self).isGreaterThan(semver('1.0.0-rc.2')) | 1.0.0-rc.10 | Holds
          semver(self).compareTo(semver('1.0.0')) == 0 | 1.0.0+build | Holds
          isSemver(self) | v1.0 | Broken
          isSemver(self, true) && semver(self, true).major() == 1 | v01.0 | Holds
          '%s: %d, %.2f, %x, %X, %o, %b, %e, %%'.format([self, 255, 1.5, 255, 'é', 8, true, 1234.5]) == 'a: 255, 1.50, ff, C3A9, 10, 1, 1.234500e+03, %' | a | Holds
          '%s'.format([[1, 'b', {'k': true}]]) == '[1, "b", {"k": true}]' | a | Holds
          '%d %d'.format([1]) == '' | a | Unchecked
          !format.dns1123Label().validate(self).hasValue() | some-name | Holds
          format.dns1123Label().validate(self).hasValue() | Some_Name | Holds
          !format.named('qualifiedName').value().validate(self).hasValue() | example.org/name | Holds
          format.named('none').hasValue() | a | Broken
          self.split(',').map(x, int(x)).sum() == 6 && self.split(',').isSorted() | 1,2,3 | Holds
          self.split(',').indexOf('b') == 1 && self.split(',').lastIndexOf('b') == 2 | a,b,b | Holds
          self.split(',').min() == 'a' && self.split(',').max() == 'c' | c,a,b | Holds
          [duration('1m'), duration(self)].sum() == duration('90s') | 30s | Holds
          [1.5, 2.5].sum() == 4.0 && ['a'].indexOf(self) == -1 | b | Holds
          self.find('[0-9]+') == '123' && self.findAll('[0-9]+') == ['123', '4'] | abc 123 x4 | Holds
          self.findAll('[0-9]', 2).size() == 2 | 12345 | Holds
          sets.contains([1, 2, 2.0, self], [2, self]) && sets.equivalent([1, 1], [1]) | a | Holds
          sets.intersects([self], ['b']) | a | Broken
          self.indexOf('é') == 1 && self.lastIndexOf('a') == 2 && self.indexOf('a', 1) == 2 | aéa | Holds
          self.replace('a', 'bb') == 'bbcbb' && self.replace('a', 'x', 1) == 'xca' && self.replace('', '-') == '-a-c-a-' | aca | Holds
          self.split('') == ['a', 'b'] && self.split('', 1) == ['ab'] && ''.split('a') == [''] | ab | Holds
          ['', self].join(',') == ',ab' && [self, 'c'].join() == 'abc' | ab | Holds
          strings.quote(self) == '"a\\\\"b"' | a"b | Holds
          self.contains('b') && self.matches('^a') && !self.matches('^b') | ab | Holds
          """)
  void kubernetesOwnFunctionsAreUnderstood(String rule, String self, String expected) {
    assertEquals(
        expected, CelRules.check(rule, self, new Allowance(1_000_000)).getClass().getSimpleName());
  }

  @Test
  void aRuleCanPickItsQuantityFromAnObject() {
    String rule = "quantity(self.size).compareTo(quantity('1Gi')) >= 0";
    assertEquals(
        new Outcome.Holds(), CelRules.check(rule, Map.of("size", "20Gi"), new Allowance(1_000)));
    assertEquals(
        new Outcome.Broken(), CelRules.check(rule, Map.of("size", "20Mi"), new Allowance(1_000)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("costly")
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aRuleThatWouldFillTheMemoryOrTakeForEverIsTooCostly(String name, String rule, Object self) {
    assertInstanceOf(
        Outcome.TooCostly.class, CelRules.check(rule, self, new Allowance(5_000_000)), rule);
  }

  static Stream<Arguments> costly() {
    List<Long> many = Collections.nCopies(19_000, 1L);
    String large = "ab".repeat(500_000);
    return Stream.of(
        arguments(
            "pattern from the object",
            "self.t.matches(self.p)",
            Map.of("t", "a".repeat(100_000), "p", "((((x?){9}){9}){9})b")),
        arguments("replace", "self" + ".replace('a', 'aaaaaaaaaa')".repeat(12) + " == ''", "a"),
        arguments(
            "joined",
            "[self]" + ".map(x, [x,x,x,x,x,x,x,x].join('aaaaa'))".repeat(12) + " == []",
            "a"),
        arguments("doubled text", "[self]" + ".map(x, x + x)".repeat(40) + " == []", "a"),
        arguments("doubled list", "[[self]]" + ".map(x, x + x)".repeat(40) + " == []", "a"),
        arguments(
            "list of lists",
            "[[self]]" + ".map(x, [x,x,x,x,x,x,x,x,x,x])".repeat(20) + " == []",
            "a"),
        arguments(
            "quoted", "[self + '\\\\']" + ".map(x, strings.quote(x))".repeat(40) + " == []", "a"),
        arguments(
            "formatted",
            "[self]" + ".map(x, '%s%s%s%s'.format([x,x,x,x]))".repeat(20) + " == []",
            "a"),
        arguments(
            "large text in a loop",
            "self.l.all(x, self.t.matches('^(a|b)*c') || true)",
            Map.of("l", many, "t", large)),
        arguments(
            "hidden behind or",
            "self.l.exists(x, self.t.contains(self.t)) || true",
            Map.of("l", many, "t", large)),
        arguments(
            "copies",
            "self.l.map(x, self.t.upperAscii()).size() > 0",
            Map.of("l", many, "t", large)),
        arguments(
            "sets", "sets.contains(self, self)", LongStream.range(0, 100_000).boxed().toList()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(((a{100}){100}){100})", "(((a{1000}){1000}){1000})", "((a{40}){40})"})
  void aPatternWhoseRepetitionsMultiplyIsRefusedAsByTheApiServer(String pattern) {
    Outcome outcome =
        CelRules.check("self.matches('" + pattern + "')", "a", new Allowance(1_000_000));
    assertInstanceOf(Outcome.Unchecked.class, outcome);
  }

  @Test
  void ordinaryRulesOverManyItemsAreNotTooCostly() {
    List<String> hosts = Collections.nCopies(2_000, "a-rather-long-name.of-a-host.example.org");
    assertEquals(
        new Outcome.Holds(),
        CelRules.check(
            "self.all(h, h.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$'))",
            hosts,
            new Allowance(5_000_000)));
  }
}
