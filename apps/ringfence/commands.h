// One function per command; each returns the exit code.
#pragma once

#include "base/diagnostic.h"
#include "options.h"

namespace ringfence::study {
struct Snapshot;
}

namespace CLI {
class App;
}

/// Exit codes of the program.
enum ExitCode : int {
  kExitProved = 0,
  kExitViolated = 1,
  kExitInput = 2,
  kExitUndecided = 3,
  kExitWrong = 4
};

/// Prints findings on standard error.
void PrintDiagnostics(const ringfence::base::SourceMap& sources,
                      const ringfence::base::Diagnostics& diagnostics);
/// Prints what is wrong with a snapshot on standard error.
void PrintDiagnosticsOf(const ringfence::study::Snapshot& snapshot);

int RunCheck(const Options& options);
int RunExposure(const Options& options);
int RunTrace(const Options& options);
int RunRoutes(const Options& options);
int RunSessions(const Options& options);
int RunDrift(const Options& options);
int RunParse(const Options& options);
int RunWhatIf(const Options& options);
int RunServe(const Options& options);
int RunDiff(const Options& options);
int RunVerify(const Options& options);
int RunSchema(const Options& options);
int RunBench(const Options& options);
/// Adds `bench generate` with its shapes.
void AddBench(CLI::App& app, Options& options);
int RunInit(const Options& options);
int RunImport(const Options& options);
/// Prints the completion script for a shell, made from the options of `app`.
int RunCompletion(const Options& options, const CLI::App& app);
