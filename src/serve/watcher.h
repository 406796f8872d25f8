// Tells when files of a folder change.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <string>

#include "base/result.h"
#include "serve/limits.h"

namespace ringfence::serve {

/// Watches a folder and those in it. What lies behind symbolic links is not watched.
class Watcher {
 public:
  /// `changed` is called on the thread of `io` once changes have come to rest, or go on for long.
  Watcher(boost::asio::io_context& io, std::string root, const Limits& limits, std::function<void()> changed);

  /// Begins. Fails when the system cannot watch, or there are more than kFoldersWatchedMax folders.
  base::Result<bool> Start();
  /// Ends; `changed` is not called any more.
  void Stop();

 private:
  base::Result<bool> WatchFolders();
  void Wait();
  void Note();
  void Rest(std::chrono::steady_clock::time_point until);

  boost::asio::posix::stream_descriptor events_;
  boost::asio::steady_timer rest_;
  std::string root_;
  Limits limits_;
  std::function<void()> changed_;
  bool lost_ = false;    ///< the folder cannot be watched at the moment
  bool moving_ = false;  ///< a change was seen and not told yet
  std::chrono::steady_clock::time_point since_{};
};

}  // namespace ringfence::serve
