// What an analyst says after files were edited, against one who reads them for the first time: byte for byte,
// whatever the edit. Edits are lines of any file that come, go, change places or numbers, and those that an
// engineer makes most often.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "routing/twin_seeds_testing.h"
#include "serve/analyst.h"
#include "workload/dice.h"
#include "workload/generate.h"

namespace ringfence::serve {
namespace {

using workload::Dice;

using Texts = std::map<std::string, std::string>;

/// Of a thing that fits into memory many times.
template <class Thing>
std::uint32_t Size(const Thing& thing) {
  return static_cast<std::uint32_t>(thing.size());
}

Texts Network(Dice& dice) {
  workload::Request request;
  request.shape = "wan";
  request.style = dice.OneIn(2) ? "ospf-ibgp-rr" : dice.OneIn(2) ? "ebgp" : "isis-l3vpn";
  request.random_policies = request.style == "ebgp" && dice.OneIn(2);
  request.nodes = 4 + dice.Below(6);
  request.seed = dice.Below(1'000'000);
  request.announcements = 2;
  request.questions.flows = 5;
  request.questions.failures = dice.Below(3);
  Texts texts;
  const auto made = workload::Generate(
      request, [&](const std::string& path, const std::string& text) -> base::Result<std::size_t> {
        texts[path] = text;
        return text.size();
      });
  EXPECT_TRUE(made.has_value());
  return texts;
}

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

std::string TextOf(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

/// Lists that let all pass, some, and none.
constexpr const char* kListLines[] = {" permit ip any any", " permit tcp any any", " deny ip any any"};

/// A static route, or an announcement, of a prefix that somebody uses, or of another.
void AddRoute(Dice& dice, std::vector<std::string>& lines) {
  const std::string third = std::to_string(dice.Below(8));
  const std::string prefix = (dice.OneIn(2) ? "198.18." : dice.OneIn(2) ? "172.16." : "10.9.") + third + ".0";
  const auto family = std::ranges::find(lines, "  distance bgp 20 200 200");
  if (family != lines.end() && dice.OneIn(2)) {
    lines.insert(family + 1, "  network " + prefix + " mask 255.255.255.0");
    if (dice.OneIn(3)) return;
  }
  const auto end = std::ranges::find(lines, "end");
  lines.insert(end, "ip route " + prefix + " 255.255.255.0 Null0");
}

/// Lines that say something about one router alone: a remark, a description, a list at an interface, most
/// often at the one of its hosts.
void AddUsualLine(Dice& dice, std::vector<std::string>& lines) {
  std::vector<std::size_t> interfaces;
  std::size_t of_hosts = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].starts_with("interface ")) interfaces.push_back(i);
    if (lines[i] == " description hosts") of_hosts = i - 1;
  }
  if (interfaces.empty() || dice.OneIn(5)) {
    lines.insert(lines.begin(), "! nothing is meant by this");
    return;
  }
  const bool any = of_hosts == 0 || dice.OneIn(3);
  const std::size_t at = any ? interfaces[dice.Below(Size(interfaces))] : of_hosts;
  const auto behind = lines.begin() + static_cast<std::ptrdiff_t>(at) + 1;
  if (dice.OneIn(5)) {
    lines.insert(behind, " description somebody was here");
    return;
  }
  if (dice.OneIn(3)) {
    AddRoute(dice, lines);
    return;
  }
  lines.insert(behind, dice.OneIn(2) ? " ip access-group SOME in" : " ip access-group SOME out");
  const auto first = lines.begin() + static_cast<std::ptrdiff_t>(interfaces.front());
  lines.insert(first, {"ip access-list extended SOME", kListLines[dice.Below(3)]});
}

void ChangeDigit(Dice& dice, std::string& line) {
  std::vector<std::size_t> digits;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] >= '0' && line[i] <= '9') digits.push_back(i);
  }
  if (digits.empty()) return;
  line[digits[dice.Below(Size(digits))]] = static_cast<char>('0' + dice.Below(10));
}

void Edit(Dice& dice, Texts& texts) {
  const auto file = std::next(texts.begin(), dice.Below(Size(texts)));
  std::vector<std::string> lines = LinesOf(file->second);
  if (lines.empty()) return;
  const auto at = dice.Below(Size(lines));
  const auto place = lines.begin() + static_cast<std::ptrdiff_t>(at);
  const std::uint32_t kind = dice.Below(7);
  if (kind < 3 && file->first.starts_with("configs/")) {
    AddUsualLine(dice, lines);
  } else if (kind < 4) {
    lines.insert(lines.begin(), file->first.starts_with("configs/") ? "!" : "# a remark");
  } else if (kind == 4) {
    ChangeDigit(dice, lines[at]);
  } else if (kind == 5) {
    lines.erase(place);
  } else {
    lines.insert(place, std::string(*place));
  }
  file->second = TextOf(lines);
}

/// The lines of the file that was edited, old and new, that the other side has not.
std::string Changes(const Texts& before, const Texts& after) {
  std::string changes;
  for (const auto& [path, text] : after) {
    if (before.at(path) == text) continue;
    const std::vector<std::string> old_lines = LinesOf(before.at(path)), new_lines = LinesOf(text);
    const auto add = [&](char sign, const auto& from, const auto& in) {
      for (const std::string& line : std::set(from.begin(), from.end())) {
        if (std::ranges::count(from, line) > std::ranges::count(in, line)) changes += sign + line + "\n";
      }
    };
    changes += path + "\n";
    add('-', old_lines, new_lines);
    add('+', new_lines, old_lines);
  }
  return changes;
}

void Put(const Texts& texts, base::MemoryFiles& files) {
  for (const auto& [path, text] : texts) files.Add("net/" + path, text);
}

/// All that somebody sees who asks for the page and for the check, but for how many states it took: an
/// evaluation may say more than is so about what can change it, and which does follows from those before it.
std::string AnswersOf(Analyst& analyst) {
  const Reply check = analyst.Answer(*ReadQuestion("/api/check"));
  std::string answers = *analyst.published().report + "\n" + *check.body;
  const std::string key = "\"states_computed\":";
  for (std::size_t at = answers.find(key); at != std::string::npos; at = answers.find(key, at + 1)) {
    const std::size_t number = at + key.size();
    answers.erase(number, answers.find(',', number) - number);
  }
  return answers;
}

TEST(RereadTwin, AnswersAreThoseOfAFreshReading) {
  std::size_t carried = 0, rereads = 0, kept_some = 0;
  const std::uint32_t first = routing::FirstSeed();
  for (std::uint32_t seed = first; seed < first + routing::Seeds(15); ++seed) {
    SCOPED_TRACE(seed);
    Dice dice(seed);
    base::MemoryFiles files;
    Texts texts = Network(dice);
    Put(texts, files);
    Analyst analyst({&files, "net", "twin", 1});
    ASSERT_TRUE(analyst.Reread());
    analyst.MakeReport();
    for (int edit = 0; edit < 8; ++edit) {
      SCOPED_TRACE(edit);
      const Texts before = texts;
      Edit(dice, texts);
      SCOPED_TRACE(Changes(before, texts));
      Put(texts, files);
      base::MemoryFiles same;
      Put(texts, same);
      Analyst fresh({&same, "net", "twin", 1});
      const bool can = fresh.Reread();
      ASSERT_EQ(analyst.Reread(), can);
      if (!can) {
        texts = before;
        continue;
      }
      analyst.MakeReport();
      fresh.MakeReport();
      ASSERT_EQ(AnswersOf(analyst), AnswersOf(fresh));
      carried += analyst.carried();
      kept_some += analyst.carried() > 0 ? 1 : 0;
      ++rereads;
    }
  }
  // Else nothing was compared.
  EXPECT_GT(kept_some * 3, rereads);
  EXPECT_GT(carried, kept_some * 5);
}

}  // namespace
}  // namespace ringfence::serve
