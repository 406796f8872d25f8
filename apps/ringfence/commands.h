// One function per command; each returns the exit code.
#pragma once

#include "options.h"

namespace CLI {
class App;
}

/// Exit codes of the program.
enum ExitCode : int { kExitProved = 0, kExitViolated = 1, kExitInput = 2, kExitUndecided = 3 };

int RunCheck(const Options& options);
int RunExposure(const Options& options);
int RunTrace(const Options& options);
int RunRoutes(const Options& options);
int RunSessions(const Options& options);
int RunDrift(const Options& options);
int RunParse(const Options& options);
int RunWhatIf(const Options& options);
int RunDiff(const Options& options);
int RunVerify(const Options& options);
int RunSchema(const Options& options);
/// Prints the completion script for a shell, made from the options of `app`.
int RunCompletion(const Options& options, const CLI::App& app);
