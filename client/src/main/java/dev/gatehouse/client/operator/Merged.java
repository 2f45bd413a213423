package dev.gatehouse.client.operator;

/**
 * What a merge made.
 *
 * @param branch the new branch in the origin
 * @param commit its tip
 * @param tree that commit's tree, which is the sealed one
 * @param target the branch that it is meant for
 */
public record Merged(String branch, String commit, String tree, String target) {}
