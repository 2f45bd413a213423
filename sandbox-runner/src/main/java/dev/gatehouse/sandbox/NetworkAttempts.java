package dev.gatehouse.sandbox;

import java.util.List;

/**
 * Attempts to reach a network, counted by the kernel since the run was opened (promise B1).
 *
 * @param unroutable packets that found no route ({@code OutNoRoutes} of the namespace)
 * @param counted the address families that this number covers; others are refused or not counted
 */
public record NetworkAttempts(long unroutable, List<String> counted) {
  public static final List<String> IPV4_ONLY = List.of("AF_INET");

  public NetworkAttempts {
    counted = List.copyOf(counted);
  }
}
