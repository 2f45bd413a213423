package dev.gatehouse.client;

import tools.jackson.databind.JsonNode;

/**
 * One run as the gateway shows it to one caller.
 *
 * @param run what lists show too
 * @param details what is shown of one run alone
 * @param json the answer as it came
 */
public record ShownRun(RunView run, RunDetails details, JsonNode json) {}
