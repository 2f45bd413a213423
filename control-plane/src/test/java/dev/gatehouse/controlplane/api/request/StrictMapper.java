package dev.gatehouse.controlplane.api.request;

import tools.jackson.databind.json.JsonMapper;

/** Reads bodies as the server does, without the server. */
public final class StrictMapper {
  private StrictMapper() {}

  /** A mapper with the server's settings. */
  public static JsonMapper create() {
    JsonMapper.Builder builder = JsonMapper.builder();
    new RequestConfiguration().strictJson().customize(builder);
    return builder.build();
  }
}
