// `ringfence serve`: the report of a snapshot over HTTP, kept current.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/files.h"
#include "base/result.h"
#include "serve/limits.h"

namespace ringfence::serve {

/// How to serve.
struct Settings {
  std::string root;   ///< folder of the snapshot
  std::string title;  ///< what the page calls it
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0: the system chooses
  std::string token;       ///< as ReadToken gives it; may be empty on loopback only
  unsigned threads = 1;    ///< of the engine
  Limits limits = {};
  std::function<void(const std::string& url)> ready = {};  ///< called once, when connections are taken
};

/// Serves until SIGINT or SIGTERM comes. An Error when it cannot begin. `files` is read by another thread;
/// when the engine is still computing after Limits::stop, the process ends at once with exit code 0.
base::Result<bool> Serve(const base::FileSystem& files, const Settings& settings);

/// "127.0.0.1:8642", "[::1]:0", or an address alone, which gets kPort; false when it is neither.
bool ReadEndpoint(const std::string& text, Settings& settings);

/// Where the server listens when nothing is said.
inline constexpr std::uint16_t kPort = 8642;

}  // namespace ringfence::serve
