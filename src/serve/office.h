// What all connections share. For the thread of the network.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>

#include "serve/access.h"
#include "serve/analyst.h"
#include "serve/limits.h"
#include "serve/log.h"
#include "serve/worker.h"

namespace ringfence::serve {

class Connection;

/// The page as it goes out.
struct PageText {
  SharedText html;
  std::string policy;
};

/// State of the server.
struct Office {
  Limits limits;
  Gate gate;
  PageText page;
  SharedText open_api;
  Published published;
  Worker* worker = nullptr;
  Log log;
  std::set<Connection*> connections;  ///< open ones; each takes itself out
  std::size_t subscribers = 0;
  bool stopping = false;
  std::function<void()> emptied;  ///< called when the last connection is gone
};

}  // namespace ringfence::serve
