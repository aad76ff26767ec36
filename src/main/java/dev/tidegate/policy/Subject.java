package dev.tidegate.policy;

import dev.tidegate.change.Change;
import dev.tidegate.fleet.Fleet;

/** What a {@link ChangeRule} looks at. */
public record Subject(Change change, Fleet fleet) {}
