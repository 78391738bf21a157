package io.gatun.cli;
/// x
public final class Main { private Main(){}
 /// x
 public static void main(String[] a) throws Exception { StandardError.restore(); System.err.println("hi "+String.join("|",a)); System.out.println(System.getProperties().get("gatun.terminal")); System.out.println(new String(System.in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)); System.exit(3);} }
