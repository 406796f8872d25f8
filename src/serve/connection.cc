// Time: one deadline for a whole request head, one for a whole response, so that a client that sends or takes
// a byte now and then does not hold on for longer. Memory: a buffer of at most two heads; documents are
// shared. A subscriber that is slow gets the newest state when it is ready for it, never a queue.

#include "serve/connection.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/write.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/read.hpp>

namespace ringfence::serve {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

std::string NameOf(const asio::ip::tcp::socket& socket) {
  boost::system::error_code error;
  const auto end = socket.remote_endpoint(error);
  return error ? "?" : fmt::format("{}:{}", end.address().to_string(), end.port());
}

Refusal RefusalOf(const boost::system::error_code& error) {
  if (error == http::error::header_limit || error == http::error::buffer_overflow)
    return {431, "the head is too large"};
  if (error == http::error::body_limit) return {413, "questions have no body"};
  return {400, "no request of HTTP/1.1"};
}

std::string_view View(beast::string_view text) { return {text.data(), text.size()}; }

}  // namespace

Connection::Connection(asio::ip::tcp::socket socket, Office& office)
    : stream_(std::move(socket)),
      office_(office),
      peer_(NameOf(stream_.socket())),
      buffer_(2 * std::size_t{kHeaderBytesMax}),
      beat_(stream_.get_executor()),
      tokens_(office.limits.requests_at_once),
      refilled_(std::chrono::steady_clock::now()) {
  office_.connections.insert(this);
}

Connection::~Connection() {
  office_.connections.erase(this);
  if (office_.connections.empty() && office_.emptied) office_.emptied();
  if (subscribed_) --office_.subscribers;
}

void Connection::Start() { Read(); }

void Connection::TurnAway() { Refuse({503, "too many connections"}); }

void Connection::Notify() {
  if (subscribed_) PushState();
}

void Connection::Stop() {
  if (!answering_) Close();  // otherwise OnSent sees that the server ends
}

void Connection::Read() {
  answering_ = false;
  parser_.emplace();
  parser_->header_limit(kHeaderBytesMax);
  stream_.expires_after(office_.limits.request);
  http::async_read_header(
      stream_, buffer_, *parser_,
      [self = shared_from_this()](const Error& error, std::size_t) { self->OnHead(error); });
}

void Connection::OnHead(const Error& error) {
  if (office_.stopping || error == asio::error::operation_aborted) return Close();
  if (error == beast::error::timeout) {
    // Who sent nothing was idle; who sent half a head was slow.
    if (parser_->got_some()) LogRefusal({408, "the head took too long"});
    return Close();
  }
  if (error == http::error::end_of_stream || error == asio::error::connection_reset) return Close();
  if (error && error.category() != http::make_error_code(http::error::bad_target).category()) return Close();
  answering_ = true;
  if (error) return Refuse(RefusalOf(error));
  Handle();
}

RequestHead Connection::HeadOf() const {
  const auto& request = parser_->get();
  RequestHead head;
  head.method = View(request.method_string());
  head.target = View(request.target());
  const auto all = [&](http::field name, std::vector<std::string_view>& values) {
    const auto range = request.equal_range(name);
    for (auto field = range.first; field != range.second; ++field) values.push_back(View(field->value()));
  };
  all(http::field::host, head.hosts);
  all(http::field::authorization, head.authorizations);
  head.fetch_site = View(request["Sec-Fetch-Site"]);
  std::vector<std::string_view> lengths;
  all(http::field::content_length, lengths);
  head.has_body = request.count(http::field::transfer_encoding) > 0 || lengths.size() > 1 ||
                  (lengths.size() == 1 && lengths.front() != "0");
  return head;
}

bool Connection::TakeToken() {
  const auto now = std::chrono::steady_clock::now();
  const double seconds = std::chrono::duration<double>(now - refilled_).count();
  refilled_ = now;
  tokens_ = std::min(tokens_ + seconds * office_.limits.requests_per_second, office_.limits.requests_at_once);
  if (tokens_ < 1) return false;
  tokens_ -= 1;
  return true;
}

void Connection::Handle() {
  const RequestHead head = HeadOf();
  head_only_ = head.method == "HEAD";
  if (!TakeToken()) return Refuse({429, "too many requests"});
  const auto question = Admit(head, office_.gate);
  if (!question) return Refuse(question.error());
  ResponseHead response;
  response.keep = parser_->get().keep_alive();
  switch (question->topic) {
    case Topic::kPage:
      response.content_type = "text/html; charset=utf-8";
      response.policy = office_.page.policy;
      return Send(response, office_.page.html);
    case Topic::kOpenApi:
      return Send(response, office_.open_api);
    case Topic::kState:
    case Topic::kReport: {
      const SharedText body =
          question->topic == Topic::kState ? office_.published.state : office_.published.report;
      if (body == nullptr) return Refuse({503, "there is no answer yet"});
      return Send(response, body);
    }
    case Topic::kEvents:
      return Subscribe();
    default:
      return Ask(*question);
  }
}

void Connection::Ask(const Question& question) {
  // The guard keeps the loop of the network alive while nothing is under way on it.
  auto guard = asio::make_work_guard(stream_.get_executor());
  // The last owner must let go on this thread, so the other one hands everything back.
  auto self = shared_from_this();
  const bool taken = office_.worker->Ask(question, [self, guard](const Reply& reply) mutable {
    const auto executor = guard.get_executor();
    asio::post(executor, [self = std::move(self), guard = std::move(guard), reply] {
      if (reply.status != 200) self->LogRefusal({reply.status, "the question cannot be answered"});
      ResponseHead head;
      head.status = reply.status;
      head.keep = self->parser_->get().keep_alive();
      self->Send(head, reply.body);
    });
  });
  if (!taken) Refuse({503, "too many questions wait"});
}

void Connection::LogRefusal(const Refusal& refusal) {
  std::string line = fmt::format("{} refused {} ({})", peer_, refusal.status, refusal.why);
  if (parser_ && parser_->is_header_done()) {
    const std::string_view target = View(parser_->get().target());
    line += fmt::format(" {} \"{}\"", Escaped(View(parser_->get().method_string())),
                        Escaped(target.substr(0, target.find('?'))));
  }
  office_.log.Write(line);
}

void Connection::Refuse(const Refusal& refusal) {
  answering_ = true;
  LogRefusal(refusal);
  ResponseHead head;
  head.status = refusal.status;
  // What may follow on this connection cannot be told from the body that was refused.
  head.keep = false;
  Send(head, ReplyOf(refusal).body);
}

void Connection::Send(ResponseHead head, SharedText body) {
  head.length_bytes = body->size();
  head.keep = head.keep && !office_.stopping;
  const auto text = std::make_shared<const std::string>(WriteHead(head));
  std::array<asio::const_buffer, 2> parts = {asio::buffer(*text), asio::buffer(*body)};
  if (head_only_) parts[1] = asio::const_buffer();
  stream_.expires_after(office_.limits.response);
  asio::async_write(stream_, parts,
                    [self = shared_from_this(), text, body, keep = head.keep](
                        const Error& error, std::size_t) { self->OnSent(error, keep); });
}

void Connection::OnSent(const Error& error, bool keep) {
  if (error == beast::error::timeout) LogRefusal({408, "the answer was not taken"});
  if (error) return Close();
  if (keep && !office_.stopping) return Read();
  Linger();
}

// Closing while bytes wait unread makes the system reset the connection, and the client may never see the
// answer. So a little of what it still sends is thrown away first.
void Connection::Linger() {
  Error ignored;
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  stream_.expires_after(office_.limits.linger);
  Drain(kLingerBytesMax);
}

void Connection::Drain(std::size_t left_bytes) {
  stream_.async_read_some(asio::buffer(scratch_),
                          [self = shared_from_this(), left_bytes](const Error& error, std::size_t bytes) {
                            if (error || bytes >= left_bytes) return self->Close();
                            self->Drain(left_bytes - bytes);
                          });
}

void Connection::Subscribe() {
  if (office_.subscribers >= office_.limits.subscribers_max) return Refuse({503, "too many subscribers"});
  ResponseHead head;
  head.content_type = "text/event-stream";
  head.endless = true;
  if (head_only_) {
    head.endless = false;
    head.keep = false;
    return Send(head, std::make_shared<const std::string>());
  }
  subscribed_ = true;
  answering_ = false;
  ++office_.subscribers;
  stream_.expires_never();
  Hear();
  Push(WriteHead(head) + "retry: 1000\n\n");
  if (office_.published.state != nullptr) PushState();
  Beat();
}

/// Nothing is expected from a subscriber but its end.
void Connection::Hear() {
  stream_.async_read_some(asio::buffer(scratch_),
                          [self = shared_from_this()](const Error& error, std::size_t) {
                            if (!error) self->LogRefusal({400, "a subscriber has nothing to say"});
                            self->Close();
                          });
}

void Connection::Push(std::string text) {
  pushing_ = true;
  const auto shared = std::make_shared<const std::string>(std::move(text));
  stream_.expires_after(office_.limits.response);
  asio::async_write(stream_, asio::buffer(*shared),
                    [self = shared_from_this(), shared](const Error& error, std::size_t) {
                      self->pushing_ = false;
                      if (error == beast::error::timeout) self->LogRefusal({408, "an event was not taken"});
                      if (error) return self->Close();
                      if (self->stale_) self->PushState();
                    });
}

void Connection::PushState() {
  stale_ = pushing_;
  if (pushing_) return;
  Push("event: state\ndata: " + *office_.published.state + "\n\n");
}

void Connection::Beat() {
  beat_.expires_after(office_.limits.heartbeat);
  beat_.async_wait([weak = weak_from_this()](const Error& error) {
    const auto self = weak.lock();
    if (error || self == nullptr || !self->stream_.socket().is_open()) return;
    if (!self->pushing_) self->Push(": still here\n\n");
    self->Beat();
  });
}

void Connection::Close() {
  beat_.cancel();
  Error ignored;
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
  stream_.close();
}

}  // namespace ringfence::serve
