package dev.gatehouse.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** A gateway's embedded database, in the hands of somebody who has its password. */
record Rows(Gateway gateway) {

  /** Changes rows; how many. */
  int change(String sql, String... values) throws SQLException {
    String url = "jdbc:postgresql://127.0.0.1:" + secret("port") + "/postgres";
    try (Connection connection =
            DriverManager.getConnection(url, "gatehouse_gateway", secret("password"));
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }

  private String secret(String name) {
    try {
      return Files.readString(
              gateway.data().resolve("postgres").resolve(name), StandardCharsets.UTF_8)
          .strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
