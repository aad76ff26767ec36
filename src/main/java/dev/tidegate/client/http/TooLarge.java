package dev.tidegate.client.http;

import java.io.IOException;

/** More came than was allowed; asking again will not make it less. */
final class TooLarge extends IOException {
  private static final long serialVersionUID = 1L;

  TooLarge(long limit) {
    super("the answer is larger than " + limit + " bytes");
  }
}
