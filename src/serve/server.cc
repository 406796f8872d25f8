// Two threads: one for the network, which never waits for the engine, and one for the engine. Documents that
// everybody asks for are made once per change and shared; a question goes to the engine's thread and its
// answer comes back by post. No request reaches a file.

#include "serve/server.h"

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "base/check.h"
#include "report/report.h"
#include "serve/connection.h"
#include "serve/open_api.h"
#include "serve/watcher.h"

namespace ringfence::serve {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Error = boost::system::error_code;

/// After a connection could not be taken (no descriptor left).
constexpr std::chrono::milliseconds kAcceptPause{100};

/// Connections beyond the limit that are told so; more are dropped without a word.
constexpr std::size_t kTurnedAwayMax = 64;

/// A server that runs.
class Server {
 public:
  Server(const base::FileSystem& files, const Settings& settings)
      : settings_(settings),
        io_(1),
        acceptor_(io_),
        signals_(io_),
        pause_(io_),
        watcher_(io_, settings.root, settings.limits, [this] { worker_.Reread(); }),
        worker_(
            {&files, settings.root, settings.title, settings.threads},
            [this](const Published& published) {
              asio::post(io_, [this, published] { Publish(published); });
            },
            settings.limits.question) {
    office_.limits = settings.limits;
    office_.worker = &worker_;
    office_.open_api = std::make_shared<const std::string>(OpenApiDocument());
    const report::Format* html = report::FindFormat("html");
    RF_CHECK(html != nullptr && html->served_page != nullptr);
    report::ServedPage page = html->served_page();
    office_.page = {std::make_shared<const std::string>(std::move(page.html)), std::move(page.policy)};
  }

  base::Result<bool> Run() {
    if (auto bound = Bind(); !bound) return bound;
    if (auto watched = watcher_.Start(); !watched) return watched;
    Error error;
    signals_.add(SIGINT, error);
    signals_.add(SIGTERM, error);
    signals_.async_wait([this](const Error& failed, int) {
      if (!failed) Stop();
    });
    worker_.Reread();
    Accept();
    if (settings_.ready) settings_.ready(Url());
    io_.run();
    office_.emptied = nullptr;
    if (!worker_.Stop(settings_.limits.stop)) {
      office_.log.Write("ends while the engine is computing");
      std::fflush(nullptr);
      std::_Exit(EXIT_SUCCESS);
    }
    return true;
  }

 private:
  base::Result<bool> Bind() {
    Error error;
    const auto address = asio::ip::make_address(settings_.address, error);
    if (error) return base::Fail(fmt::format("'{}' is no address", settings_.address));
    office_.gate = {address.is_loopback(), settings_.token};
    if (!address.is_loopback() && settings_.token.empty())
      return base::Fail(fmt::format("{} is reached from elsewhere, so a token is needed", settings_.address));
    const tcp::endpoint endpoint(address, settings_.port);
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error) return base::Fail(fmt::format("cannot listen on {}: {}", settings_.address, error.message()));
    return true;
  }

  std::string Url() const {
    Error error;
    const tcp::endpoint end = acceptor_.local_endpoint(error);
    const std::string address = end.address().to_string();
    return end.address().is_v6() ? fmt::format("http://[{}]:{}/", address, end.port())
                                 : fmt::format("http://{}:{}/", address, end.port());
  }

  void Accept() {
    acceptor_.async_accept([this](const Error& error, tcp::socket socket) {
      if (office_.stopping || error == asio::error::operation_aborted) return;
      if (error) return AcceptLater();
      Take(std::move(socket));
      Accept();
    });
  }

  void Take(tcp::socket socket) {
    const std::size_t open = office_.connections.size();
    const std::size_t most = settings_.limits.connections_max;
    if (open >= most + kTurnedAwayMax) return office_.log.Write("drops a connection: too many");
    Error ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    const auto connection = std::make_shared<Connection>(std::move(socket), office_);
    open >= most ? connection->TurnAway() : connection->Start();
  }

  void AcceptLater() {
    office_.log.Write("cannot take a connection");
    pause_.expires_after(kAcceptPause);
    pause_.async_wait([this](const Error& error) {
      if (!error) Accept();
    });
  }

  void Publish(const Published& published) {
    office_.published = published;
    for (Connection* connection : office_.connections) connection->Notify();
  }

  void Stop() {
    office_.stopping = true;
    Error ignored;
    acceptor_.close(ignored);
    watcher_.Stop();
    // Closing a connection takes it out of the set.
    const std::set<Connection*> open = office_.connections;
    for (Connection* connection : open) {
      if (office_.connections.contains(connection)) connection->Stop();
    }
    pause_.expires_after(settings_.limits.stop);
    pause_.async_wait([this](const Error&) { io_.stop(); });
    office_.emptied = [this] { pause_.cancel(); };
    if (office_.connections.empty()) pause_.cancel();
  }

  const Settings& settings_;
  Office office_;  // before io_: connections that io_ still holds take themselves out of it
  asio::io_context io_;
  tcp::acceptor acceptor_;
  asio::signal_set signals_;
  asio::steady_timer pause_;
  Watcher watcher_;
  Worker worker_;
};

}  // namespace

base::Result<bool> Serve(const base::FileSystem& files, const Settings& settings) {
  Server server(files, settings);
  return server.Run();
}

bool ReadEndpoint(const std::string& text, Settings& settings) {
  std::string address = text;
  std::uint16_t port = kPort;
  const std::size_t colon = text.rfind(':');
  const bool bracketed = text.starts_with('[');
  const std::size_t close = text.find(']');
  if (bracketed && close == std::string::npos) return false;
  if (colon != std::string::npos && (bracketed ? colon == close + 1 : text.find(':') == colon)) {
    const char* begin = text.data() + colon + 1;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(begin, end, port);
    if (error != std::errc() || rest != end) return false;
    address = text.substr(0, colon);
  }
  if (bracketed) {
    if (!address.ends_with(']')) return false;
    address = address.substr(1, address.size() - 2);
  }
  Error error;
  (void)asio::ip::make_address(address, error);
  if (error) return false;
  settings.address = address;
  settings.port = port;
  return true;
}

}  // namespace ringfence::serve
