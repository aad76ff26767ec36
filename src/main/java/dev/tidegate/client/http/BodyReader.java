package dev.tidegate.client.http;

import java.io.IOException;
import java.io.InputStream;

/** Reads the body of a 2xx answer as it comes. */
@FunctionalInterface
public interface BodyReader<T> {
  T read(InputStream body) throws IOException;
}
