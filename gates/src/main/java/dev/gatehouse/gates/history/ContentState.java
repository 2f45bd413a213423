package dev.gatehouse.gates.history;

/** Whether content is there and has the digest that names it. */
public enum ContentState {
  THERE,
  MISSING,
  DAMAGED
}
