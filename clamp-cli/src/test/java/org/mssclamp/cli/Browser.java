// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.mssclamp.kernel.Namespace;
import org.mssclamp.status.Json;

/**
 * Chromium in a namespace, with one tab and no screen, driven by the DevTools protocol over a pipe: messages of JSON, each with a
 * zero octet behind. For one thread.
 */
final class Browser implements AutoCloseable {
    static final String PROGRAM = "chromium";
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int LONGEST_SILENCE_SECONDS = 120;

    private final Process process;
    private final OutputStream input;
    private final InputStream output;
    private final String session;
    private final List<String> requests = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private int sent;

    private Browser(Process process) throws IOException {
        this.process = process;
        input = process.getOutputStream();
        output = new BufferedInputStream(process.getInputStream());
        Object target = Members.in(ask("", "Target.createTarget", Map.of("url", "about:blank")), "targetId");
        Map<String, ?> attached = ask("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true));
        session = (String) Members.in(attached, "sessionId");
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            ask(domain + ".enable", Map.of());
        }
    }

    /** Begins it, with all that it writes below a directory; once more if it does not come to life. */
    static Browser open(Namespace namespace, Path directory) throws IOException {
        try {
            return begin(namespace, directory);
        } catch (IOException e) {
            System.err.println("Chromium did not come to life, and is begun again: " + e);
            return begin(namespace, directory.resolveSibling(directory.getFileName() + "-again"));
        }
    }

    private static Browser begin(Namespace namespace, Path directory) throws IOException {
        String command = String.join(
                " ",
                "exec",
                PROGRAM,
                "--headless=new --no-sandbox --disable-gpu --disable-quic --disable-dev-shm-usage --no-first-run",
                "--disable-background-networking --disable-component-update --disable-sync --disable-default-apps",
                "--disable-extensions --hide-scrollbars --remote-debugging-pipe --user-data-dir=" + directory,
                "3<&0 4>&1 </dev/null >/dev/null 2>" + directory + ".log");
        ProcessBuilder builder =
                new ProcessBuilder("ip", "netns", "exec", namespace.name(), "setsid", "--wait", "sh", "-c", command);
        builder.environment().put("HOME", Files.createDirectories(directory).toString());
        Process process = builder.start();
        try {
            return new Browser(process);
        } catch (IOException e) {
            end(process);
            throw e;
        }
    }

    private Map<String, Object> ask(String method, Map<String, ?> parameters) throws IOException {
        return ask(session, method, parameters);
    }

    /** The result; throws if it is an error, or does not come. */
    private Map<String, Object> ask(String toSession, String method, Map<String, ?> parameters) throws IOException {
        CompletableFuture<Boolean> answered = new CompletableFuture<>();
        // Nothing interrupts what reads from a pipe, or writes to it, but the end of the process there.
        CompletableFuture<Boolean> heard = answered.orTimeout(LONGEST_SILENCE_SECONDS, TimeUnit.SECONDS)
                .exceptionally(late -> {
                    end(process);
                    return false;
                });
        try {
            return answer(toSession, method, parameters);
        } catch (IOException e) {
            throw answered.isDone()
                    ? new IOException(method + ": no answer in " + LONGEST_SILENCE_SECONDS + " seconds", e)
                    : e;
        } finally {
            answered.complete(true);
            heard.join();
        }
    }

    private Map<String, Object> answer(String toSession, String method, Map<String, ?> parameters) throws IOException {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("id", ++sent);
        message.put("method", method);
        message.put("params", parameters);
        if (!toSession.isEmpty()) {
            message.put("sessionId", toSession);
        }
        input.write(Json.text(message).getBytes(StandardCharsets.UTF_8));
        input.write(0);
        input.flush();
        while (true) {
            Map<String, Object> next = next();
            if (Integer.valueOf(sent).equals(next.get("id"))) {
                if (next.containsKey("error")) {
                    throw new IOException(method + ": " + next.get("error"));
                }
                return object(Members.in(next, "result"));
            }
            hear(next);
        }
    }

    private Map<String, Object> next() throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (int octet = output.read(); octet != 0; octet = output.read()) {
            if (octet < 0) {
                throw new IOException("Chromium has gone");
            }
            octets.write(octet);
        }
        return Json.parse(octets.toString(StandardCharsets.UTF_8));
    }

    @SuppressWarnings("unchecked") // what the protocol says
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    private void hear(Map<String, Object> event) {
        String method = String.valueOf(event.get("method"));
        Map<String, Object> parameters = event.containsKey("params") ? object(Members.in(event, "params")) : Map.of();
        switch (method) {
            case "Network.requestWillBeSent" -> requests.add(String.valueOf(Members.in(parameters, "request", "url")));
            case "Runtime.exceptionThrown" -> complaints.add(Json.text(parameters));
            case "Runtime.consoleAPICalled" -> complaints.add(Json.text(parameters));
            case "Log.entryAdded" -> complaints.add(Json.text(parameters));
            default -> {
                // Nothing of interest.
            }
        }
    }

    void visit(String url) throws IOException {
        ask("Page.navigate", Map.of("url", url));
        await("document.readyState === 'complete'");
    }

    /** What an expression of JavaScript comes to, which is a text, number or boolean, or nothing; a promise is waited for. */
    @Nullable
    Object evaluate(String expression) throws IOException {
        Map<String, Object> answer =
                ask("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (answer.containsKey("exceptionDetails")) {
            throw new IOException(expression + ": " + answer.get("exceptionDetails"));
        }
        return object(Members.in(answer, "result")).get("value");
    }

    String text(String expression) throws IOException {
        return String.valueOf(evaluate(expression));
    }

    /** Waits until an expression is true. */
    void await(String expression) throws IOException {
        await(expression, Browser::pause);
    }

    /** Does something again and again until an expression is true. */
    void await(String expression, Runnable meanwhile) throws IOException {
        long beganNs = System.nanoTime();
        while (!Boolean.TRUE.equals(evaluate(expression))) {
            if (System.nanoTime() - beganNs > PATIENCE_NS) {
                throw new AssertionError(
                        "never " + expression + ": " + evaluate("document.body.innerText") + complaints);
            }
            meanwhile.run();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Has a window of this width, in CSS pixels. */
    void resize(int width, int height, double scale) throws IOException {
        ask(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", scale, "mobile", false));
    }

    /** Prefers {@code light} or {@code dark}. */
    void prefer(String scheme) throws IOException {
        ask(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** Presses and releases a key. */
    void press(Key key) throws IOException {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("type", key.text.isEmpty() ? "rawKeyDown" : "keyDown");
        parameters.put("key", key.label);
        parameters.put("code", key.label);
        parameters.put("windowsVirtualKeyCode", key.code);
        if (!key.text.isEmpty()) {
            parameters.put("text", key.text);
        }
        ask("Input.dispatchKeyEvent", parameters);
        parameters.put("type", "keyUp");
        parameters.remove("text");
        ask("Input.dispatchKeyEvent", parameters);
    }

    enum Key {
        TAB("Tab", 9, ""),
        ENTER("Enter", 13, "\r"),
        RIGHT("ArrowRight", 39, "");

        private final String label;
        private final int code;
        private final String text;

        Key(String label, int code, String text) {
            this.label = label;
            this.code = code;
            this.text = text;
        }
    }

    /** Keeps a picture of the whole page. */
    void keepPicture(Path file) throws IOException {
        Map<String, Object> size = object(Members.in(ask("Page.getLayoutMetrics", Map.of()), "cssContentSize"));
        Map<String, Object> clip = new LinkedHashMap<>(size);
        clip.put("scale", 1);
        Map<String, Object> picture =
                ask("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true, "clip", clip));
        Files.write(file, Base64.getDecoder().decode((String) Members.in(picture, "data")));
    }

    /** Every address that was asked for. */
    List<String> requests() throws IOException {
        evaluate("1"); // what has happened is told before the answer
        return List.copyOf(requests);
    }

    /** Waits until an address was asked for so many times more. */
    void awaitRequests(String url, int more) throws IOException {
        long asked = requestsFor(url);
        while (requestsFor(url) < asked + more) {
            pause();
        }
    }

    private long requestsFor(String url) throws IOException {
        return requests().stream().filter(url::equals).count();
    }

    /** Exceptions, and whatever stands in the console. */
    List<String> complaints() throws IOException {
        evaluate("1");
        return List.copyOf(complaints);
    }

    /** Ends it and what it has begun. */
    @Override
    public void close() {
        end(process);
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
