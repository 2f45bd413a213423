package dev.gatehouse.cli.demo;

import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.RunClient;

/**
 * Who acts in the story.
 *
 * @param operator a person's client
 * @param opened the run
 * @param run the agent's calls inside it
 * @param branch the branch that the run started from
 */
record DemoSession(GatehouseClient operator, OpenedRun opened, RunClient run, String branch) {}
