#include "serve/analyst.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

#include "rules/tiny_text_testing.h"
#include "serve/open_api.h"
#include "serve/worker.h"

namespace ringfence::serve {
namespace {

using rules::Tiny;
using rules::TinyText;
using testing::HasSubstr;
using testing::Not;

TinyText Net() {
  TinyText text = Tiny();
  text.Rule("WORKS", "deliver: records, under: {failures: 1, of: link}");
  text.Rule("CLEAN", "confine: records, away-from: untrusted, levels: [read, cut]");
  return text;
}

/// An analyst over files that a test changes.
struct Desk {
  base::MemoryFiles files;
  Analyst analyst{{&files, "net", "tiny", 1}};
  explicit Desk(const TinyText& text) { Put(text); }
  void Put(const TinyText& text) {
    for (const auto& [path, content] : text.files) files.Add("net/" + path, content);
  }
  std::string State() { return *analyst.published().state; }
  Reply Ask(std::string_view target) { return analyst.Answer(*ReadQuestion(target)); }
};

TEST(Analyst, VerdictsFirstThenTheReport) {
  Desk desk(Net());
  EXPECT_EQ(desk.Ask("/api/check").status, 503U);
  ASSERT_TRUE(desk.analyst.Reread());
  EXPECT_EQ(desk.State(),
            R"({"ringfence":{"document":"state","version":1},"title":"tiny","generation":1,"report":0,)"
            R"("as_of":"2026-07-01","verdict":"proved","rules":[{"id":"WORKS","verdict":"proved"},)"
            R"({"id":"CLEAN","verdict":"proved"}],"trouble":[]})");
  EXPECT_EQ(desk.analyst.published().report, nullptr);
  desk.analyst.MakeReport();
  EXPECT_THAT(desk.State(), HasSubstr(R"("generation":1,"report":1)"));
  EXPECT_THAT(*desk.analyst.published().report, HasSubstr(R"("document":"report")"));
}

TEST(Analyst, TheLastGoodAnswerStaysWhileFilesAreBroken) {
  Desk desk(Net());
  ASSERT_TRUE(desk.analyst.Reread());
  desk.analyst.MakeReport();
  TinyText broken = Net();
  broken.Replace("ringfence.yaml", "deliver: records", "deliver: recards");
  desk.Put(broken);
  EXPECT_FALSE(desk.analyst.Reread());
  EXPECT_THAT(desk.State(), HasSubstr(R"("generation":1,"report":1)"));
  EXPECT_THAT(desk.State(), HasSubstr("recards"));
  EXPECT_EQ(desk.Ask("/api/check").status, 200U);
  TinyText worse = Net();
  worse.Replace("configs/west.cfg", "ip ospf cost 10", "ip ospf cost 100");
  worse.Replace("configs/east.cfg", "ip ospf cost 10", "ip ospf cost 100");
  desk.Put(worse);
  EXPECT_TRUE(desk.analyst.Reread());
  EXPECT_THAT(desk.State(), HasSubstr(R"("generation":2,"report":1)"));
  EXPECT_THAT(desk.State(), HasSubstr(R"({"id":"CLEAN","verdict":"violated"})"));
  EXPECT_THAT(desk.State(), HasSubstr(R"("trouble":[])"));
}

TEST(Analyst, AFolderWithoutAPolicyIsToldSo) {
  TinyText text = Net();
  text.files.erase("ringfence.yaml");
  Desk desk(text);
  EXPECT_FALSE(desk.analyst.Reread());
  EXPECT_THAT(desk.State(), HasSubstr("ringfence.yaml"));
  EXPECT_THAT(desk.State(), HasSubstr(R"("generation":0,"report":0)"));
  EXPECT_EQ(desk.Ask("/api/check").status, 503U);
}

TEST(Analyst, WhatIfNamesTheDemandsThatBreak) {
  Desk desk(Net());
  ASSERT_TRUE(desk.analyst.Reread());
  // The fibre alone leaves the way through north; with north gone too there is none.
  const Reply one = desk.Ask("/api/whatif?fail=link:west-east");
  EXPECT_EQ(one.status, 200U);
  EXPECT_THAT(*one.body, HasSubstr(R"("broken": [])"));
  const Reply both = desk.Ask("/api/whatif?fail=link:west-east&ban=Risky");
  EXPECT_THAT(*both.body, HasSubstr("\"rule\": \"WORKS\""));
}

TEST(Analyst, AnAnswerThatNobodyWantsIsNotKept) {
  Desk desk(Net());
  ASSERT_TRUE(desk.analyst.Reread());
  for (const std::string_view target : {"/api/whatif?ban=Risky", "/api/check?as-of=2027-01-01"}) {
    const Reply stopped = desk.analyst.Answer(*ReadQuestion(target), [] { return true; });
    EXPECT_EQ(stopped.status, 503U);
    EXPECT_THAT(*stopped.body, HasSubstr("takes too long"));
    EXPECT_EQ(desk.Ask(target).status, 200U);
  }
  EXPECT_THAT(*desk.Ask("/api/whatif?ban=Risky").body,
              HasSubstr("\"id\": \"WORKS\",\n   \"before\": \"proved\",\n   \"after\": \"violated\""));
}

TEST(Analyst, AQuestionThatNamesNothingLeavesNoTrace) {
  Desk desk(Net());
  ASSERT_TRUE(desk.analyst.Reread());
  const Reply before = desk.Ask("/api/check?as-of=2027-01-01");
  for (const std::string_view target :
       {"/api/whatif?ban=Rusky", "/api/whatif?fail=node:nowhere", "/api/whatif?fail=%22"}) {
    const Reply reply = desk.Ask(target);
    EXPECT_EQ(reply.status, 422U) << target;
    EXPECT_THAT(*reply.body, HasSubstr("\"why\":\"")) << target;
  }
  EXPECT_THAT(*desk.Ask("/api/whatif?ban=Rusky").body, HasSubstr("Risky"));
  EXPECT_EQ(*desk.Ask("/api/check?as-of=2027-01-01").body, *before.body);
  EXPECT_EQ(desk.Ask("/api/check?as-of=2028-01-01").status, 200U);
}

TEST(Analyst, SecretsAreHidden) {
  TinyText text = Net();
  text.Replace("configs/west.cfg", " ip ospf cost 10",
               " ip ospf cost 10\n ip ospf message-digest-key 1 md5 hunter2");
  Desk desk(text);
  desk.analyst.Reread();
  EXPECT_THAT(*desk.Ask("/api/check").body, Not(HasSubstr("hunter2")));
}

TEST(Worker, AQuestionHasATime) {
  Desk desk(Net());
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<unsigned> answers;
  Worker worker({&desk.files, "net", "tiny", 1}, [](const Published&) {}, std::chrono::milliseconds(0));
  worker.Reread();
  ASSERT_TRUE(worker.Ask(*ReadQuestion("/api/whatif?ban=Risky"), [&](const Reply& reply) {
    const std::lock_guard lock(mutex);
    answers.push_back(reply.status);
    changed.notify_all();
  }));
  std::unique_lock lock(mutex);
  ASSERT_TRUE(changed.wait_for(lock, std::chrono::seconds(60), [&] { return !answers.empty(); }));
  EXPECT_THAT(answers, testing::ElementsAre(503U));
}

TEST(Worker, AnswersAndStops) {
  Desk desk(Net());
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::uint64_t> reports;
  std::vector<unsigned> answers;
  Worker worker({&desk.files, "net", "tiny", 1}, [&](const Published& published) {
    const std::lock_guard lock(mutex);
    reports.push_back(published.report_generation);
    changed.notify_all();
  });
  worker.Reread();
  ASSERT_TRUE(worker.Ask(*ReadQuestion("/api/check"), [&](const Reply& reply) {
    const std::lock_guard lock(mutex);
    answers.push_back(reply.status);
    changed.notify_all();
  }));
  {
    std::unique_lock lock(mutex);
    ASSERT_TRUE(changed.wait_for(lock, std::chrono::seconds(60), [&] { return !answers.empty(); }));
    EXPECT_THAT(reports, testing::ElementsAre(0U, 0U, 1U)) << "at once, the verdicts, the page";
    EXPECT_THAT(answers, testing::ElementsAre(200U));
  }
  EXPECT_TRUE(worker.Stop(std::chrono::seconds(60)));
  EXPECT_FALSE(worker.Ask(*ReadQuestion("/api/check"), [](const Reply&) {}));
}

}  // namespace
}  // namespace ringfence::serve
