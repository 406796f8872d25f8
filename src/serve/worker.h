// The thread of the engine. Requests come from the thread of the network; what comes back is called on the
// thread of the engine and must be handed over.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "serve/analyst.h"
#include "serve/limits.h"

namespace ringfence::serve {

/// Runs one Analyst.
class Worker {
 public:
  /// `publish` is called at once, and after every step that changed what everybody is told.
  /// A question that takes longer than `patience` is refused.
  Worker(Analyst::Setup setup, std::function<void(const Published&)> publish,
         std::chrono::milliseconds patience = Limits{}.question);
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker();

  /// Asks for the snapshot to be read again. Goes before questions, also before the one that is being
  /// answered, which is begun anew afterwards; asked twice before it begins, it is done once.
  void Reread();
  /// Asks a question; false when kQuestionsWaitingMax wait already. `done` is not called once Stop was.
  bool Ask(Question question, std::function<void(const Reply&)> done);
  /// Ends the thread; what waits is dropped. False when the engine was still computing after `patience`: then
  /// the thread goes on by itself, and the process should end without destroying what it uses.
  bool Stop(std::chrono::milliseconds patience);

 private:
  struct Inside;
  std::shared_ptr<Inside> inside_;
};

}  // namespace ringfence::serve
