// What one client, and all of them together, may ask of the server. Each limit has an answer that is tested
// (tests/scenarios/serve_refusals.py, server_test.cc).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace ringfence::serve {

/// Bytes of the head of a request (origin: browsers send less than 1 KiB to a page without cookies).
inline constexpr std::uint32_t kHeaderBytesMax = 8192;
/// Bytes of the first line's target (origin: 64 names of elements).
inline constexpr std::size_t kTargetBytesMax = 4096;
/// Parameters of a question.
inline constexpr std::size_t kParametersMax = 64;
/// Bytes of a decoded value (origin: names of elements are shorter).
inline constexpr std::size_t kValueBytesMax = 512;
/// Shortest and longest token, in bytes (origin: 16 bytes of hex are 64 bits; a line of a file).
inline constexpr std::size_t kTokenBytesMin = 16;
inline constexpr std::size_t kTokenBytesMax = 256;
/// Bytes read and thrown away after a refusal, so that the client can read why.
inline constexpr std::size_t kLingerBytesMax = 256 * 1024;
/// Questions that wait for the engine (origin: each takes it for milliseconds to seconds).
inline constexpr std::size_t kQuestionsWaitingMax = 64;
/// Times a question is begun again because the files changed under it.
inline constexpr unsigned kQuestionBeginningsMax = 3;
/// Answers of the present snapshot that are kept.
inline constexpr std::size_t kAnswersKeptMax = 64;
/// Bytes of them together.
inline constexpr std::size_t kAnswerBytesKeptMax = std::size_t{64} << 20U;
/// Folders of a snapshot that are watched (origin: the system's own limit is often 8192 for all programs).
inline constexpr std::size_t kFoldersWatchedMax = 4096;
/// Errors of a snapshot that are told to a page.
inline constexpr std::size_t kTroublesToldMax = 20;
/// Refusals that are logged in one second; the others are counted.
inline constexpr std::size_t kLogLinesPerSecondMax = 100;
/// Bytes of a target that a log line quotes.
inline constexpr std::size_t kLoggedTargetBytesMax = 200;

/// Limits that tests make smaller.
struct Limits {
  std::size_t connections_max = 512;
  std::size_t subscribers_max = 256;          ///< connections that hear events
  double requests_per_second = 50;            ///< of one connection, in the long run
  double requests_at_once = 100;              ///< of one connection, after a rest
  std::chrono::milliseconds request{10'000};  ///< from the first wait for a request to the end of its head
  std::chrono::milliseconds response{60'000};
  std::chrono::milliseconds question{30'000};  ///< of the engine for one question
  std::chrono::milliseconds linger{1'000};
  std::chrono::milliseconds heartbeat{15'000};  ///< between comments to a subscriber that hears nothing
  std::chrono::milliseconds stop{2'000};        ///< for answers under way when the server ends
  std::chrono::milliseconds quiet{15};          ///< without a change before the snapshot is read again
  std::chrono::milliseconds unquiet{250};       ///< after which it is read while changes go on
};

}  // namespace ringfence::serve
