// The engine behind the server: reads the snapshot again, judges it, keeps the last good answers, answers
// questions about them. Knows nothing of HTTP or threads.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/files.h"
#include "serve/question.h"
#include "study/check.h"
#include "study/snapshot.h"

namespace ringfence::serve {

/// Bytes that many responses share.
using SharedText = std::shared_ptr<const std::string>;

/// What everybody is told: documents of one moment. Null: there is none yet.
struct Published {
  SharedText state;   ///< on one line; of an Analyst never null
  SharedText report;  ///< the data of the page
  std::uint64_t report_generation = 0;
};

/// Answer to a question: a JSON document, or why there is none.
struct Reply {
  unsigned status = 200;
  SharedText body;
};

/// {"error": {"status", "why"}}.
Reply ReplyOf(const Refusal& refusal);

/// For one thread.
class Analyst {
 public:
  /// What it needs to know. `files` must outlive it.
  struct Setup {
    const base::FileSystem* files = nullptr;
    std::string root;
    std::string title;  ///< what the page calls the snapshot
    unsigned threads = 1;
  };
  explicit Analyst(Setup setup) : setup_(std::move(setup)) { WriteState(); }

  /// Reads the snapshot and judges it. When it cannot be judged, the last good answers stay and the state
  /// says what is wrong. True when the report is older than the last good reading.
  bool Reread();
  /// Makes the data of the page, of the last good reading. REQUIRES: there is one.
  void MakeReport();
  /// How many evaluations the last good reading took over from the one before it, unchanged by the edit.
  std::size_t carried() const { return carried_; }
  /// The documents of this moment.
  const Published& published() const { return published_; }
  /// Answers kCheck and kWhatIf about the last good reading. When `stop` (may be empty) says true, the answer
  /// is a refusal with status 503.
  Reply Answer(const Question& question, const std::function<bool()>& stop = {});

 private:
  /// A reading that could be judged.
  struct Judged {
    std::unique_ptr<study::Snapshot> snapshot;
    std::unique_ptr<study::Inquiry> inquiry;  ///< of all questions about it
    study::CheckResult check;
  };
  bool Judge(std::vector<std::string>& troubles);
  void WriteState();
  Reply Compute(const Question& question, const std::function<bool()>& stop);
  std::optional<std::string> DocumentOf(const Question& question, const std::function<bool()>& stop);

  Setup setup_;
  std::optional<Judged> good_;
  std::vector<std::string> troubles_;  ///< of the last reading
  std::uint64_t generation_ = 0;       ///< of `good_`
  std::size_t carried_ = 0;
  Published published_;
  std::map<std::string, Reply> kept_;  ///< answers about `good_`, by key
  std::size_t kept_bytes_ = 0;
};

}  // namespace ringfence::serve
