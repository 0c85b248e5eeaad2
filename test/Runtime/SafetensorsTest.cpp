//===- SafetensorsTest.cpp - What the parser takes, what it refuses and why
//----------------------------------------===//
#include "dlc-c/Safetensors.h"

#include "gtest/gtest.h"

#include <random>
#include <string>
#include <vector>

namespace {

// A file with this header and `size` bytes of data.
std::string fileOf(const std::string &header, size_t size) {
  std::string file(8, '\0');
  uint64_t length = header.size();
  memcpy(&file[0], &length, 8);
  return file + header + std::string(size, 'd');
}

struct Parsed {
  explicit Parsed(const std::string &file) : bytes(file) {
    ok = dlc_safetensors_open(&header, bytes.data(), bytes.size(), bytes.size(), &error);
    if (ok) {
      tensors.resize(header.count);
      ok = dlc_safetensors_index(&header, tensors.data(), &error);
    }
    text = ok ? "" : std::string(error.key ? error.key : "", error.key_size) + ": " + error.what;
  }
  const dlc_safetensors_tensor *find(const char *key) { return dlc_safetensors_find(&header, tensors.data(), key); }
  std::string metadata(const char *key) {
    size_t size = 0;
    const char *value = dlc_safetensors_metadata(&header, key, &size);
    return value ? std::string(value, size) : "none";
  }
  std::string bytes, text;
  dlc_safetensors header;
  dlc_safetensors_error error;
  std::vector<dlc_safetensors_tensor> tensors;
  bool ok;
};

std::string tensor(const std::string &name, const std::string &dtype, const std::string &shape, uint64_t begin,
                   uint64_t end) {
  return "\"" + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":[" +
         std::to_string(begin) + "," + std::to_string(end) + "]}";
}

void refuse(const std::string &file, const char *part) {
  Parsed parsed(file);
  EXPECT_FALSE(parsed.ok) << file;
  EXPECT_NE(parsed.text.find(part), std::string::npos) << parsed.text << "\n  expected: " << part;
}

} // namespace

TEST(Safetensors, Reads) {
  Parsed parsed(
      fileOf("{\"__metadata__\": {\"step\": \"12\", \"a\\\"b\": \"\\u00e9\"},\n \"w\" : { \"shape\" : [ 2 , 3 ], "
             "\"data_offsets\":[4,28], \"dtype\":\"F32\"}, " +
                 tensor("s", "I32", "[]", 0, 4) + "," + tensor("empty", "F64", "[3,0]", 28, 28) + "," +
                 tensor("h\\u00e9\\ud83d\\ude00", "BF16", "[1,1,1,2]", 28, 32) + "}  ",
             32));
  ASSERT_TRUE(parsed.ok) << parsed.text;
  EXPECT_EQ(parsed.header.count, 4u);
  const dlc_safetensors_tensor *w = parsed.find("w");
  ASSERT_NE(w, nullptr);
  EXPECT_EQ(w->rank, 2u);
  EXPECT_EQ(dlc_safetensors_extent(&parsed.header, w, 0), 2);
  EXPECT_EQ(dlc_safetensors_extent(&parsed.header, w, 1), 3);
  EXPECT_EQ(w->begin, 4u);
  EXPECT_EQ(w->end, 28u);
  EXPECT_EQ(w->code, 2);
  EXPECT_EQ(w->bits, 32);
  EXPECT_EQ(parsed.find("s")->rank, 0u);
  EXPECT_EQ(dlc_safetensors_extent(&parsed.header, parsed.find("empty"), 1), 0);
  EXPECT_NE(parsed.find("h\xc3\xa9\xf0\x9f\x98\x80"), nullptr); // escaped in the file, plain in the model
  EXPECT_EQ(parsed.find("x"), nullptr);
  EXPECT_EQ(parsed.find(""), nullptr);
  EXPECT_EQ(parsed.find("\xff"), nullptr);
  EXPECT_EQ(parsed.metadata("step"), "12");
  EXPECT_EQ(parsed.metadata("a\"b"), "\\u00e9");
  EXPECT_EQ(parsed.metadata("x"), "none");
}

TEST(Safetensors, ReadsNothing) {
  Parsed parsed(fileOf("{}", 0));
  EXPECT_TRUE(parsed.ok) << parsed.text;
  EXPECT_EQ(parsed.metadata("x"), "none");
  EXPECT_TRUE(Parsed(fileOf("{\"__metadata__\":{}}", 0)).ok);
}

TEST(Safetensors, FindsEachOfMany) {
  std::string header = "{";
  for (int i = 0; i < 500; ++i)
    header += (i ? "," : "") +
              tensor("t" + std::to_string(i * 7919 % 500), "U8", "[1]", (i * 31 + 5) % 500, (i * 31 + 5) % 500 + 1);
  Parsed parsed(fileOf(header + "}", 500));
  ASSERT_TRUE(parsed.ok) << parsed.text;
  for (int i = 0; i < 500; ++i)
    EXPECT_NE(parsed.find(("t" + std::to_string(i)).c_str()), nullptr);
}

// Keys that share bytes of a character, escaped and plain: each is found, and known to be equal.
TEST(Safetensors, ComparesKeysByCharacters) {
  const char *keys[] = {"k\xc3\xa9", "k\\u00e8",          "k\xc3\xaa",      "k\\u0065y",
                        "keys",      "k\xf0\x9f\x98\x80", "k\\ud83d\\ude01"};
  const char *plain[] = {"k\xc3\xa9", "k\xc3\xa8",         "k\xc3\xaa",        "key",
                         "keys",      "k\xf0\x9f\x98\x80", "k\xf0\x9f\x98\x81"};
  std::string header = "{";
  for (int i = 0; i < 7; ++i)
    header += (i ? "," : "") + tensor(keys[i], "U8", "[1]", static_cast<uint64_t>(i), static_cast<uint64_t>(i) + 1);
  Parsed parsed(fileOf(header + "}", 7));
  ASSERT_TRUE(parsed.ok) << parsed.text;
  for (int i = 0; i < 7; ++i) {
    const dlc_safetensors_tensor *found = parsed.find(plain[i]);
    ASSERT_NE(found, nullptr) << plain[i];
    EXPECT_EQ(found->begin, static_cast<uint64_t>(i));
    Parsed twice(fileOf(header + "," + tensor(plain[i], "U8", "[1]", 7, 8) + "}", 8));
    EXPECT_FALSE(twice.ok) << plain[i];
    EXPECT_NE(twice.text.find("stands twice"), std::string::npos) << twice.text;
  }
}

// A header that is not there yet: its length is.
TEST(Safetensors, OpensInTwoSteps) {
  std::string file = fileOf("{" + tensor("w", "U8", "[4]", 0, 4) + "}", 4);
  dlc_safetensors header;
  dlc_safetensors_error error;
  EXPECT_FALSE(dlc_safetensors_open(&header, file.data(), 8, file.size(), &error));
  EXPECT_EQ(error.what, nullptr);
  EXPECT_TRUE(dlc_safetensors_open(&header, file.data(), header.data, file.size(), &error));
}

TEST(Safetensors, RefusesLengths) {
  refuse("", "shorter than 8 bytes");
  refuse("1234567", "shorter than 8 bytes");
  refuse(std::string("\x10\0\0\0\0\0\0\0{}", 10), "longer than the file");
  refuse(std::string("\xff\xff\xff\xff\xff\xff\xff\xff{}", 10), "more than the format allows");
  refuse(std::string("\0\0\0\0\0\0\0\0", 8), "does not begin with {");
}

TEST(Safetensors, RefusesGrammar) {
  refuse(fileOf(" {}", 0), "does not begin with {");
  refuse(fileOf("[]", 0), "does not begin with {");
  refuse(fileOf("{", 0), "expected a string");
  refuse(fileOf("{}x", 0), "follows the header");
  refuse(fileOf("{\"a\"}", 0), "a: expected a colon");
  refuse(fileOf("{\"a\":1}", 0), "a: expected an object");
  refuse(fileOf("{\"a\":{}}", 0), "a: expected a string");
  refuse(fileOf("{\"a", 0), "a string does not end");
  refuse(fileOf("{\"a\\", 0), "escape");
  refuse(fileOf("{\"a\\x\":1}", 0), "escape");
  refuse(fileOf("{\"\\ud800\":1}", 0), "escape");
  refuse(fileOf("{\"\\ud800\\u0041\":1}", 0), "escape");
  refuse(fileOf("{\"\xff\":1}", 0), "UTF-8");
  refuse(fileOf("{\"\xc0\x80\":1}", 0), "UTF-8");     // overlong
  refuse(fileOf("{\"\xed\xa0\x80\":1}", 0), "UTF-8"); // a surrogate
  refuse(fileOf("{\"\xf4\x90\x80\x80\":1}", 0), "UTF-8");
  refuse(fileOf("{\"\xe2\x82", 0), "UTF-8");
  refuse(fileOf("{\"a\n\":1}", 0), "UTF-8");
  refuse(fileOf("{" + tensor("a", "U8", "[1]", 0, 1) + ",}", 1), "expected a string");
  refuse(fileOf("{" + tensor("a", "U8", "[1]", 0, 1), 1), "expected a comma or the end of the header");
  refuse(fileOf("{\"__metadata__\":[]}", 0), "__metadata__ must be an object");
  refuse(fileOf("{\"__metadata__\":{\"a\":1}}", 0), "expected a string");
  refuse(fileOf("{\"__metadata__\":{},\"__metadata__\":{}}", 0), "stands twice");
  refuse(fileOf("{" + std::string(100000, '['), 0), "expected a string");
  refuse(fileOf("{\"a\":" + std::string(100000, '{'), 0), "expected a string");
}

TEST(Safetensors, RefusesTensors) {
  refuse(fileOf("{\"a\":{\"dtype\":\"U8\",\"shape\":[1]}}", 1), "a: expected dtype, shape and data_offsets, each once");
  refuse(fileOf("{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\"}}", 1), "each once");
  refuse(fileOf("{\"a\":{\"type\":\"U8\"}}", 1), "each once");
  refuse(fileOf("{" + tensor("a", "F31", "[1]", 0, 4) + "}", 4), "a: unknown dtype");
  refuse(fileOf("{" + tensor("a", "F32", "1", 0, 4) + "}", 4), "expected the shape");
  refuse(fileOf("{" + tensor("a", "F32", "[-1]", 0, 4) + "}", 4), "not negative");
  refuse(fileOf("{" + tensor("a", "F32", "[1.0]", 0, 4) + "}", 4), "expected a comma or the end of the shape");
  refuse(fileOf("{" + tensor("a", "F32", "[01]", 0, 4) + "}", 4), "whole number");
  refuse(fileOf("{" + tensor("a", "F32", "[1e3]", 0, 4) + "}", 4), "end of the shape");
  refuse(fileOf("{" + tensor("a", "F32", "[18446744073709551616]", 0, 4) + "}", 4), "64 bits");
  refuse(fileOf("{" + tensor("a", "F32", "[9223372036854775808]", 0, 4) + "}", 4), "63 bits");
  refuse(fileOf("{" + tensor("a", "U8", "[4294967296,4294967296]", 0, 4) + "}", 4), "63 bits");
  refuse(fileOf("{" + tensor("a", "F64", "[4611686018427387904]", 0, 0) + "}", 0), "length");
  refuse(fileOf("{" + tensor("a", "F32", "[2]", 0, 4) + "}", 4), "a: data_offsets do not have the length");
  refuse(fileOf("{" + tensor("a", "F32", "[1]", 4, 0) + "}", 4), "outside");
  refuse(fileOf("{" + tensor("a", "F32", "[1]", 0, 4) + "}", 3), "outside");
  refuse(fileOf("{" + tensor("a", "F32", "[1]", 18446744073709551612u, 0) + "}", 4), "outside");
  refuse(fileOf("{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0]}}", 1), "two numbers");
}

TEST(Safetensors, RefusesLayouts) {
  std::string a = tensor("a", "U8", "[4]", 0, 4);
  refuse(fileOf("{" + a + "," + a + "}", 4), "overlap");
  refuse(fileOf("{" + a + "," + tensor("b", "U8", "[4]", 3, 7) + "}", 7), "b: its data overlap");
  refuse(fileOf("{" + a + "," + tensor("b", "U8", "[4]", 5, 9) + "}", 9), "b: there is a gap");
  refuse(fileOf("{" + a + "}", 5), "belong to no tensor");
  refuse(fileOf("{}", 1), "belong to no tensor");
  refuse(fileOf("{" + a + "," + tensor("a", "U8", "[4]", 4, 8) + "}", 8), "a: the key stands twice");
  refuse(fileOf("{" + a + "," + tensor("\\u0061", "U8", "[4]", 4, 8) + "}", 8), "the key stands twice");
  refuse(fileOf("{" + a + "," + tensor("e", "U8", "[0]", 2, 2) + "}", 4), "overlap");
}

// Whatever bytes come: an answer, no access outside (AddressSanitizer watches), no tensor outside the data.
TEST(Safetensors, SurvivesMutations) {
  const std::string good =
      fileOf("{\"__metadata__\":{\"k\":\"v\\n\"}," + tensor("weight", "F32", "[2,3]", 0, 24) + "," +
                 tensor("b\\u00e9", "I64", "[2]", 24, 40) + "," + tensor("e", "BOOL", "[0]", 40, 40) + "}",
             40);
  std::mt19937 random(20240501);
  const std::string alphabet = "{}[]\",:\\u0123456789eE.-+ \nabFI_\xc3\xa9\x80\xff";
  int accepted = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string file = good;
    for (unsigned change = random() % 4 + 1; change > 0; --change) {
      size_t at = (random() % 8 == 0 ? random() % 8 : random()) % file.size(); // often in the length
      char c = alphabet[random() % alphabet.size()];
      unsigned how = random() % 4;
      if (how == 0)
        file.erase(at, random() % 5 + 1);
      else if (how == 1)
        file.insert(at, 1, c);
      else if (how == 2)
        file.resize(at);
      else
        file[at] = c;
      if (file.empty())
        break;
    }
    Parsed parsed(file);
    accepted += parsed.ok;
    for (uint64_t i = 0; parsed.ok && i < parsed.header.count; ++i)
      ASSERT_LE(parsed.header.data + parsed.tensors[i].end, file.size());
    if (parsed.ok) {
      parsed.find("weight");
      parsed.metadata("k");
    }
  }
  EXPECT_GT(accepted, 100);
}
