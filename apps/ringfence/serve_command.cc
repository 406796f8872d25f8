// `ringfence serve`: options in, one call.

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>

#include "base/files.h"
#include "base/parallel.h"
#include "commands.h"
#include "console.h"
#include "serve/access.h"
#include "serve/server.h"

namespace {

namespace base = ringfence::base;
namespace serve = ringfence::serve;

/// The token of --token-file, else of RINGFENCE_TOKEN; empty when neither is there.
base::Result<std::string> TokenOf(const base::FileSystem& files, const Options& options) {
  if (!options.token_file.empty()) {
    const auto text = files.Read(options.token_file);
    if (!text) return base::Fail(text.error().message);
    return serve::ReadToken(*text);
  }
  const char* text = std::getenv("RINGFENCE_TOKEN");
  if (text == nullptr) return std::string();
  return serve::ReadToken(text);
}

}  // namespace

int RunServe(const Options& options) {
  const base::RealFiles files;
  serve::Settings settings;
  settings.root = options.snapshot;
  settings.title = TitleOf(options.snapshot);
  settings.threads = base::ThreadCount(options.threads);
  if (!serve::ReadEndpoint(options.listen, settings))
    return Refuse(fmt::format("--listen: '{}' is no ADDRESS:PORT", options.listen));
  auto token = TokenOf(files, options);
  if (!token) return Refuse(token.error().message);
  settings.token = std::move(*token);
  settings.ready = [](const std::string& url) {
    fmt::print("{}\n", url);
    std::fflush(stdout);
  };
  const auto served = serve::Serve(files, settings);
  return served ? kExitProved : Refuse(served.error().message);
}
