package dev.tidegate.schema.cel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CelRulesTest {
  @ParameterizedTest(name = "{0} of {1}: {2}")
  @CsvSource(
      delimiter = '|',
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
          """)
  void kubernetesOwnFunctionsAreUnderstood(String rule, String self, String expected) {
    assertEquals(expected, CelRules.check(rule, self).getClass().getSimpleName());
  }

  @Test
  void aRuleCanPickItsQuantityFromAnObject() {
    String rule = "quantity(self.size).compareTo(quantity('1Gi')) >= 0";
    assertEquals(new Outcome.Holds(), CelRules.check(rule, Map.of("size", "20Gi")));
    assertEquals(new Outcome.Broken(), CelRules.check(rule, Map.of("size", "20Mi")));
  }
}
