#include "serve/worker.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include "serve/limits.h"

namespace ringfence::serve {
namespace {

/// Between verdicts and the report (origin: a browser draws the news in less).
constexpr std::chrono::milliseconds kHeadStart{60};

}  // namespace

/// Shared with the thread, so that it can outlive the Worker.
struct Worker::Inside {
  Inside(Analyst::Setup setup, std::function<void(const Published&)> publisher,
         std::chrono::milliseconds patience_in)
      : analyst(std::move(setup)), publish(std::move(publisher)), patience(patience_in) {}

  struct Waiting {
    Question question;
    std::function<void(const Reply&)> done;
    unsigned beginnings = 0;
  };

  Analyst analyst;  // only the thread touches it
  std::function<void(const Published&)> publish;
  const std::chrono::milliseconds patience;
  std::thread thread;
  std::atomic<bool> interrupted = false;  ///< what is computed for a question is not wanted any more

  std::mutex mutex;
  std::condition_variable changed;
  bool reread = false;
  bool stop = false;
  bool ended = false;
  std::deque<Waiting> waiting;

  bool Stopped() {
    const std::lock_guard lock(mutex);
    return stop;
  }

  void Publish() {
    if (!Stopped()) publish(analyst.published());
  }

  void DoReread() {
    const bool due = analyst.Reread();
    Publish();
    if (!due) return;
    {
      // Who looks at a page on this computer sees the verdict before the engine takes all processors again.
      std::unique_lock lock(mutex);
      changed.wait_for(lock, kHeadStart, [this] { return stop || reread; });
      if (stop || reread) return;  // what would be reported has changed already
    }
    analyst.MakeReport();
    Publish();
  }

  void DoAnswer(Waiting next) {
    const auto end = std::chrono::steady_clock::now() + patience;
    const Reply reply = analyst.Answer(
        next.question, [&] { return interrupted.load() || std::chrono::steady_clock::now() >= end; });
    {
      const std::lock_guard lock(mutex);
      if (stop) return;
      if (reply.status == 503 && reread && ++next.beginnings < kQuestionBeginningsMax)
        return waiting.push_front(std::move(next));
    }
    next.done(reply);
  }

  void Run() {
    std::unique_lock lock(mutex);
    while (true) {
      changed.wait(lock, [this] { return stop || reread || !waiting.empty(); });
      if (stop) break;
      if (std::exchange(reread, false)) {
        lock.unlock();
        DoReread();
      } else {
        Waiting next = std::move(waiting.front());
        waiting.pop_front();
        interrupted = false;
        lock.unlock();
        DoAnswer(std::move(next));
      }
      lock.lock();
    }
    ended = true;
    changed.notify_all();
  }
};

Worker::Worker(Analyst::Setup setup, std::function<void(const Published&)> publish,
               std::chrono::milliseconds patience)
    : inside_(std::make_shared<Inside>(std::move(setup), std::move(publish), patience)) {
  inside_->Publish();
  inside_->thread = std::thread([inside = inside_] { inside->Run(); });
}

Worker::~Worker() {
  if (!inside_->thread.joinable()) return;
  {
    const std::lock_guard lock(inside_->mutex);
    inside_->stop = true;
    inside_->interrupted = true;
    inside_->changed.notify_all();
  }
  inside_->thread.join();
}

void Worker::Reread() {
  const std::lock_guard lock(inside_->mutex);
  inside_->reread = true;
  inside_->interrupted = true;
  inside_->changed.notify_all();
}

bool Worker::Ask(Question question, std::function<void(const Reply&)> done) {
  const std::lock_guard lock(inside_->mutex);
  if (inside_->stop || inside_->waiting.size() >= kQuestionsWaitingMax) return false;
  inside_->waiting.push_back({std::move(question), std::move(done)});
  inside_->changed.notify_all();
  return true;
}

bool Worker::Stop(std::chrono::milliseconds patience) {
  std::unique_lock lock(inside_->mutex);
  inside_->stop = true;
  inside_->interrupted = true;
  inside_->waiting.clear();
  inside_->changed.notify_all();
  const bool ended = inside_->changed.wait_for(lock, patience, [this] { return inside_->ended; });
  lock.unlock();
  if (!inside_->thread.joinable()) return ended;
  if (ended) {
    inside_->thread.join();
  } else {
    inside_->thread.detach();
  }
  return ended;
}

}  // namespace ringfence::serve
