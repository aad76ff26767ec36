package dev.tidegate.trial;

import dev.tidegate.policy.Finding;
import java.util.Optional;

/**
 * A blocking finding that a change brought.
 *
 * @param change its number, from 1
 * @param removed how many changes later it was gone; empty where it stands to this day
 */
record Hit(int change, String commit, String subject, Finding finding, Optional<Integer> removed) {}
