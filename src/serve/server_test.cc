// A server over real sockets with limits that are short enough for a test; tests/scenarios/serve*.py have the
// rest.
#include "serve/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

#include "rules/tiny_text_testing.h"

namespace ringfence::serve {
namespace {

using testing::HasSubstr;

/// A folder with a snapshot, gone afterwards.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "ringfence-XXXXXX").string();
    root_ = mkdtemp(name.data());
    for (const auto& [path, text] : rules::Tiny().files) {
      const std::filesystem::path full = root_ / path;
      std::filesystem::create_directories(full.parent_path());
      std::ofstream(full) << text;
    }
  }
  ~Folder() { std::filesystem::remove_all(root_); }
  std::string root() const { return root_.string(); }

 private:
  std::filesystem::path root_;
};

/// A client that takes as little as the system lets it.
class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const int bytes = 4096;
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to), 0);
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { ::close(socket_); }
  void Say(const std::string& text) const {
    EXPECT_EQ(::send(socket_, text.data(), text.size(), 0), std::ssize(text));
  }

 private:
  int socket_;
};

/// What a server logs while `act` is done with it; it has ended afterwards.
std::string LogOf(const Limits& limits, const std::function<void(std::uint16_t port)>& act) {
  const Folder folder;
  const base::RealFiles files;
  std::promise<std::uint16_t> ready;
  Settings settings;
  settings.root = folder.root();
  settings.title = "tiny";
  settings.limits = limits;
  settings.ready = [&](const std::string& url) {
    ready.set_value(static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1))));
  };
  testing::internal::CaptureStderr();
  std::thread server([&] { EXPECT_TRUE(Serve(files, settings).has_value()); });
  act(ready.get_future().get());
  std::raise(SIGTERM);
  server.join();
  return testing::internal::GetCapturedStderr();
}

TEST(Server, WhoDoesNotTakeAnAnswerIsLetGo) {
  Limits limits;
  limits.response = std::chrono::milliseconds(200);
  limits.stop = std::chrono::seconds(60);
  const std::string log = LogOf(limits, [](std::uint16_t port) {
    const Client slow(port);
    // The page, as often as a connection may ask at once: more than the system keeps for a client.
    for (int i = 0; i < 90; ++i) slow.Say("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    std::this_thread::sleep_for(std::chrono::milliseconds(1500));
  });
  EXPECT_THAT(log, HasSubstr("refused 408 (the answer was not taken) GET \"/\""));
}

TEST(Server, WhoSendsHalfAHeadIsLetGo) {
  Limits limits;
  limits.request = std::chrono::milliseconds(200);
  limits.stop = std::chrono::seconds(60);
  const std::string log = LogOf(limits, [](std::uint16_t port) {
    const Client half(port), idle(port);
    half.Say("GET /api/state HT");
    std::this_thread::sleep_for(std::chrono::milliseconds(1000));
  });
  EXPECT_THAT(log, HasSubstr("refused 408 (the head took too long)"));
  EXPECT_EQ(log.find("refused"), log.rfind("refused")) << "who is idle is no news: " << log;
}

}  // namespace
}  // namespace ringfence::serve
