// One connection: one request after the other, or a subscription to events.
#pragma once

#include <array>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <memory>
#include <optional>
#include <string>

#include "serve/office.h"
#include "serve/response.h"

namespace ringfence::serve {

/// Lives as long as something is under way on it. Requests that wait in the buffer (pipelining) are answered
/// in their order, one at a time.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(boost::asio::ip::tcp::socket socket, Office& office);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Waits for the first request.
  void Start();
  /// Says that there are too many connections, and ends.
  void TurnAway();
  /// There is something new in office.published.
  void Notify();
  /// Ends at once, or after the answer under way.
  void Stop();

 private:
  using Error = boost::system::error_code;
  using Parser = boost::beast::http::request_parser<boost::beast::http::empty_body>;

  void Read();
  void OnHead(const Error& error);
  RequestHead HeadOf() const;
  bool TakeToken();
  void Handle();
  void Ask(const Question& question);
  void Refuse(const Refusal& refusal);
  void Send(ResponseHead head, SharedText body);
  void OnSent(const Error& error, bool keep);
  void Linger();
  void Drain(std::size_t left_bytes);
  void Subscribe();
  void Hear();
  void Push(std::string text);
  void PushState();
  void Beat();
  void Close();
  void LogRefusal(const Refusal& refusal);

  boost::beast::tcp_stream stream_;
  Office& office_;
  std::string peer_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  std::array<char, 4096> scratch_{};
  boost::asio::steady_timer beat_;
  bool head_only_ = false;  ///< HEAD
  bool answering_ = false;  ///< a request is being answered
  bool subscribed_ = false;
  bool pushing_ = false;  ///< a write to a subscriber is under way
  bool stale_ = false;    ///< and meanwhile there is something newer
  double tokens_ = 0;     ///< requests that may come at once
  std::chrono::steady_clock::time_point refilled_{};
};

}  // namespace ringfence::serve
